// `status` for people: lines of at most 40 columns that can be pasted into a chat as they are. Only a command is longer: it must stay whole.
import { wrapAnsi } from "fast-wrap-ansi";
import { notOursWords } from "../core/audit/words.ts";
import { howTo } from "../core/incident/next.ts";
import type { Due } from "../core/incident/next-due.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { misuseWords } from "../core/incident/misuse.ts";
import type { Status } from "../core/incident/status.ts";
import { titleOf } from "./title.ts";
import { between, durationWords, type Instant } from "../core/instant.ts";

/** A status, and how openly it may be shown. */
export interface Told extends Pick<IncidentState, "restricted" | "codename"> {
  readonly status: Status;
  /** What is due next: a step with a time, a phase, a ceiling. */
  readonly due: Due | undefined;
  /** Duties to notify that are undecided or untold, in words; nothing = there is none. */
  readonly duties?: string | undefined;
}

/** Columns of a chat on a phone, and of a narrow terminal. */
const COLUMNS = 40;

type Credential = Status["credentials"][number];

/** Words behind a label, wrapped under themselves. A word is never broken: a secret in two pieces would pass redaction. */
function labelled(label: string, words: string, indent = 7): readonly string[] {
  const lines = wrapAnsi(words, COLUMNS - indent).split("\n");
  return lines.map((line, at) => `${(at === 0 ? label : "").padEnd(indent)}${line}`);
}

/** Time of day; with the day when that is another one. */
function time(instant: Instant, now: Instant): string {
  const day = instant.slice(0, 10) === now.slice(0, 10) ? "" : `${instant.slice(5, 10)} `;
  return `${day}${instant.slice(11, 19)}Z`;
}

function header({ status, restricted, codename }: Told): readonly string[] {
  const { incident, kind, severity, state, drill, declaredAt, now, summary } = status;
  const words = [
    ...(drill ? ["DRILL"] : []),
    ...(kind === "rotation" ? ["rotation"] : []),
    incident.slice(-4),
    ...(kind === "rotation" ? [] : [severity ?? "no severity"]),
    state,
    `+${durationWords(between(declaredAt, now))}`,
    time(now, now),
  ];
  return [
    ...labelled("", words.join(" "), 0),
    ...labelled("", titleOf({ restricted, codename, summary }), 0),
  ];
}

function ends(status: Status): readonly string[] {
  const { kind, contained, restored, credentials, verdict, harmless, now } = status;
  if (verdict !== null && harmless)
    return [
      ...labelled("VERDICT", `benign, since ${time(verdict.at, now)}, ${verdict.by}`, 10),
      "NOTHING IS CUT, the key stays",
    ];
  const places = credentials.flatMap((one) => one.targets);
  const used = places.filter((one) => ["in-use", "attested", "waived"].includes(one.state)).length;
  if (kind === "rotation") return [`NEW KEY in use at ${String(used)} of ${String(places.length)}`];
  return [
    `CONTAINED ${contained.at === null ? "no" : `yes, since ${time(contained.at, now)}`}`,
    restored.at === null
      ? `RESTORED  no   places in use ${String(used)} of ${String(places.length)}`
      : `RESTORED  yes, since ${time(restored.at, now)}`,
  ];
}

function oldWords({ old }: Credential): string {
  const last4 = `..${old.last4 ?? "????"}`;
  if (old.state === "dead") return `old ${last4} DEAD`;
  if (old.state === "alive") return `old ${last4} ${old.verdict ?? "not probed"}`;
  // An answer from before the cut says nothing of it.
  const isSince = old.blockedAt !== null && (old.lastAliveAt ?? "") >= old.blockedAt;
  return `old ${last4} cut, ${old.verdict === "ALIVE" && isSince ? "STILL ALIVE" : "not proved dead"}`;
}

function newWords({ new: fresh }: Credential): string {
  if (fresh.state === "none") return "new none";
  return `new ..${fresh.last4 ?? "????"} ${fresh.state}${fresh.verdict === null ? "" : ` ${fresh.verdict}`}`;
}

/**
 * Who, when and how much, as far as findings say: `96 requests by 3 callers not ours, 89 accepted, 7 refused, from 203.0.113.57 and 2 more
 * (curl), 11-26 03:07Z to 03:32Z`.
 */
function useWords({ use }: Credential["misuse"], restricted: boolean): string {
  if (use === null) return "";
  const { callers, more, agents, first, last } = use;
  const named = restricted
    ? ""
    : `, from ${callers.join(", ")}${more > 0 ? ` and ${String(more)} more` : ""}`;
  const by = restricted || agents.length === 0 ? "" : ` (${agents.join(", ")})`;
  const end = last.slice(0, 10) === first.slice(0, 10) ? "" : `${last.slice(5, 10)} `;
  return `: ${notOursWords({ ...use, callers: callers.length + more })}${named}${by}, ${first.slice(5, 10)} ${first.slice(11, 16)}Z to ${end}${last.slice(11, 16)}Z`;
}

/** Whether it was misused and by whom, once logs were looked through. */
function misuseLines({ misuse }: Credential, restricted: boolean): readonly string[] {
  const words = misuseWords(misuse);
  if (words === null) return [];
  const open = misuse.open === 0 ? "" : `, ${String(misuse.open)} to judge`;
  return labelled("", `misuse ${words}${open}${useWords(misuse, restricted)}`, 3);
}

function keyLines(
  credential: Credential,
  restricted: boolean,
  harmless: boolean,
): readonly string[] {
  const { id, name, environment, provider, strategy, targets, alarms } = credential;
  const lanes = harmless
    ? `..${credential.old.last4 ?? "????"} stays as it is`
    : `${oldWords(credential)}  ${newWords(credential)}`;
  const named = restricted ? [] : targets.map((one) => `${one.id} ${one.state}`);
  const places = named.length === 0 ? "" : `: ${named.join(", ")}`;
  const who = restricted ? environment : `${name} ${environment}/${provider}`;
  return [
    ...labelled(id, who, 3),
    ...(lanes.length <= COLUMNS - 3
      ? [`   ${lanes}`]
      : [`   ${oldWords(credential)}`, `   ${newWords(credential)}`]),
    ...(harmless ? [] : labelled("", `${strategy ?? "no order chosen"}${places}`, 3)),
    ...(harmless ? [] : misuseLines(credential, restricted)),
    ...alarms.flatMap((alarm) => labelled("!!", alarm.detail, 3)),
  ];
}

function doing({ phases, now }: Status): readonly string[] {
  const steps = phases.flatMap((phase) => phase.steps).filter((step) => step.state === "started");
  return steps.flatMap((step, at) => {
    const on = step.credential === null ? "" : ` ${step.credential}`;
    const long = step.at === null ? "" : ` ${durationWords(between(step.at, now))}`;
    return labelled(at === 0 ? "doing" : "", `${step.by ?? "somebody"} ${step.id}${on}${long}`);
  });
}

/** Every phase that is late, and what is due next. */
function dueLines({ status: { phases, now, state }, due }: Told): readonly string[] {
  const late = state === "open" ? phases.filter((phase) => phase.overdueBy !== null) : [];
  const words = [
    ...late.map((phase) => `OVERDUE ${durationWords(phase.overdueBy ?? 0)} ${phase.title}`),
    ...(due === undefined ? [] : [`in ${durationWords(between(now, due.at))}: ${due.what}`]),
  ];
  return words.flatMap((one, at) => labelled(at === 0 ? "due" : "", one));
}

/** Messages that nobody is known to have got, and an update that people wait for. */
function tellingLines({ status: { telling, now }, restricted }: Told): readonly string[] {
  const waiting = telling.waiting.map(({ channel, state, title, since }) => {
    const what = state === "unknown" ? "UNKNOWN whether told" : "not told yet";
    return `${what}: ${channel} ${time(since, now)}${restricted ? "" : ` ${title}`}`;
  });
  const late =
    telling.overdueBy === null ? [] : [`update OVERDUE ${durationWords(telling.overdueBy)}`];
  const words = [...waiting, ...late];
  if (words.length === 0) return [];
  return [
    ...words.flatMap((one, at) => labelled(at === 0 ? "people" : "", one)),
    late.length === 0 ? "  claro-ir notify send" : '  claro-ir notify send --text "<where we are>"',
  ];
}

const MOST_CLOCKS = 3;

/** The clocks that come due first; the rest by number. */
function clockLines({ status: { clocks, now }, duties }: Told): readonly string[] {
  const dated = clocks.filter((one) => one.dueAt !== null);
  const words = dated.slice(0, MOST_CLOCKS).map(({ regime, stage, dueAt, state }) => {
    const left = durationWords(between(now, dueAt ?? now));
    return `${regime} ${stage} ${state === "late" ? `LATE ${left}` : `in ${left}`}`;
  });
  const more = clocks.length - words.length;
  const counted = duties ?? (clocks.length === 0 ? undefined : "No legal advice.");
  if (counted === undefined) return [];
  return [
    ...words.flatMap((one, at) => labelled(at === 0 ? "tell" : "", one)),
    ...labelled(words.length === 0 ? "tell" : "", counted),
    ...labelled("", `${more > 0 ? `${String(more)} more: ` : ""}claro-ir clocks`),
  ];
}

function nextLines({ next: steps, state }: Status, restricted: boolean): readonly string[] {
  const [first] = steps;
  if (first === undefined) return [`next   nothing, it is ${state}`];
  // The command of a cut names the key.
  const command = restricted ? "claro-ir next" : first.command;
  const how = restricted ? null : howTo(first);
  return [...labelled("next", first.why), ...(how === null ? [] : [`  ${how}`]), `  ${command}`];
}

/** The status as lines. */
export function statusLines(told: Told): readonly string[] {
  const { status, restricted } = told;
  const { unknown, head, now } = status;
  return [
    ...header(told),
    ...ends(status),
    ...status.credentials.flatMap((one) => keyLines(one, restricted, status.harmless)),
    ...doing(status),
    ...dueLines(told),
    ...tellingLines(told),
    ...clockLines(told),
    ...unknown.flatMap((one) =>
      labelled("UNKNOWN", `${one.plan}, ${one.by} ${time(one.since, now)}`, 8),
    ),
    ...(unknown.length > 0 ? ["  claro-ir reconcile"] : []),
    `unknown ${String(unknown.length)}  head ${String(head.seq)} ${head.hash.slice(0, 8)}`,
    ...nextLines(status, restricted),
  ];
}
