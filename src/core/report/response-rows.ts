// The rows of the response's picture: the phases against their deadlines, then of each key how long the old one worked, the new one and the outage.
import { liveCredentials } from "../incident/checklist.ts";
import type { CredentialState } from "../incident/state.ts";
import { dateTime, elapsedWords, spell } from "./input.ts";
import { phaseMetrics } from "./phase-metrics.ts";
import { bar, stroke, type Frame } from "./response-frame.ts";
import { exposedFrom, exposureWords } from "./response-words.ts";
import { deadSince, inUseSince } from "./terms.ts";

export interface Row {
  readonly title: string;
  /** What it came to, in a word or a time. */
  readonly verdict: string;
  /** Around the middle of the row. */
  readonly svg: string;
}

function at(words: string, ms: number): string {
  return `${words} ${elapsedWords(ms, "second")}`;
}

/** How long the old key worked in other hands, as far as anybody knows. */
function exposureRow(credential: CredentialState, frame: Frame): Row {
  const { state, now } = frame.input;
  const exposed = exposedFrom(credential, state);
  const dead = deadSince(credential);
  const from = frame.since(exposed ?? state.detectedAt);
  const to = frame.since(dead ?? state.closedAt ?? now);
  const words = exposureWords(state, exposed, dead);
  const cut = credential.old.blockedAt;
  return {
    title: `${credential.id} old key works`,
    verdict: dead === null ? "not proved dead" : at("dead", to),
    svg:
      bar("open", from, Math.max(to, from), words, frame) +
      (cut === null ? "" : stroke(frame.since(cut), `cut ${dateTime(cut)}`, frame)) +
      (dead === null ? "" : stroke(to, `dead since ${dateTime(dead)}`, frame)),
  };
}

/** From its making until it is in use everywhere. */
function replacementRow(credential: CredentialState, frame: Frame): readonly Row[] {
  const { createdAt } = credential.new;
  if (createdAt === null) return [];
  const used = inUseSince(credential);
  const { state, now } = frame.input;
  const from = frame.since(createdAt);
  const to = Math.max(from, frame.since(used ?? state.closedAt ?? now));
  const words = used === null ? "not in use everywhere yet" : `in use everywhere ${dateTime(used)}`;
  return [
    {
      title: `${credential.id} new key`,
      verdict: used === null ? "not in use yet" : at("in use", to),
      svg:
        bar("new", from, to, `made ${dateTime(createdAt)}, ${words}`, frame) +
        (used === null ? "" : stroke(to, words, frame)),
    },
  ];
}

/** From the cut until the replacement is in use everywhere. */
function outageRow(credential: CredentialState, frame: Frame): readonly Row[] {
  const cut = credential.old.blockedAt;
  const used = inUseSince(credential);
  if (cut === null) return [];
  const { state, now } = frame.input;
  const [from, to] = [frame.since(cut), frame.since(used ?? state.closedAt ?? now)];
  if (to <= from) return [];
  const verdict = `${spell(to - from)}${used === null ? " so far" : ""}`;
  return [
    {
      title: `${credential.id} outage`,
      verdict,
      svg: bar("out", from, to, `outage of ${verdict}`, frame),
    },
  ];
}

/** One row a phase: from when it begins until its last core step or proof, and whether that was in time. */
function phaseRows(frame: Frame): readonly Row[] {
  const { state, runbook, now } = frame.input;
  const metrics = phaseMetrics(state, runbook);
  return runbook.phases.map(({ title, from, until }, index): Row => {
    const { ms = null, note = null } = metrics[index] ?? {};
    const ended = ms ?? frame.since(state.closedAt ?? now);
    if (ms === null && ended <= from) return { title, verdict: "not begun", svg: "" };
    const isLate = ended > until;
    const verdict = ms === null ? (isLate ? "late, not done" : "not done") : (note ?? "");
    const kind = isLate ? "late" : ms === null ? "undone" : "met";
    const words = `${title}: ${spell(ended)}, ${verdict}`;
    return { title, verdict, svg: bar(kind, Math.min(from, ended), ended, words, frame) };
  });
}

/** All rows, from above. */
export function responseRows(frame: Frame): readonly Row[] {
  const keys = liveCredentials(frame.input.state).flatMap((credential) => [
    exposureRow(credential, frame),
    ...replacementRow(credential, frame),
    ...outageRow(credential, frame),
  ]);
  return [...phaseRows(frame), ...keys];
}
