// What the logs showed, for the post-mortem: verdict of each key, findings with people's words, what the answer rests on.
import { figure, notOursWords } from "../../audit/words.ts";
import type { FindingRecord, Judgement } from "../../incident/audit-state.ts";
import { liveCredentials } from "../../incident/checklist.ts";
import { callerMark, useAndSpan, verdictWords, whoWords } from "../../incident/finding-words.ts";
import { misuseOf, misuseWords, type MisuseRecord } from "../../incident/misuse.ts";
import { callers, wordOn, type Caller } from "../../incident/suspects.ts";
import { spanWords } from "../input.ts";
import { heading, label, list, paragraph, table, type Block } from "../document/document.ts";
import { auditBlocks } from "./pictures.ts";
import { UNKNOWN, when, type View } from "./view.ts";

/** `41 requests by 4 callers not ours, 28 accepted, 13 refused`: as people judged, those left out whom they called ours. */
function notOurs({ use, judged, verdict }: MisuseRecord): string {
  if (verdict === null) return UNKNOWN;
  if (use === null || use.requests === 0 || judged === "benign") return "none seen";
  return notOursWords({ ...use, callers: use.callers.length + use.more });
}

/** Whether each key was misused, and why the audit says so. Empty where no log was looked through. */
export function verdicts(view: View): readonly Block[] {
  const { state } = view.input;
  if (state.audit === null) return [];
  const rows = liveCredentials(state).map(({ id }) => {
    const audited = state.audit?.credentials.find((one) => one.credential === id);
    const misuse = misuseOf(state, id);
    return [
      view.say(id),
      misuseWords(misuse) ?? UNKNOWN,
      audited === undefined ? UNKNOWN : figure(audited.requests),
      notOurs(misuse),
      when(audited?.firstAbuse ?? null),
      when(audited?.lastAbuse ?? null),
      (audited?.because ?? []).map((line) => view.say(line)).join("; "),
    ];
  });
  const head = ["Key", "Misuse", "All requests", "Not ours", "First", "Last", "Why"];
  return [
    label("Misuse, as far as logs and people say"),
    table("misuse", head, rows, "No key."),
    ...auditBlocks(view),
  ];
}

/** What callers that are not ours got with the keys: what they were refused is only counted. */
export function reached(view: View): readonly Block[] {
  const { audit } = view.input.state;
  const rows = (audit?.credentials ?? []).flatMap((one) => [
    ...one.reached.map((what) => [
      view.say(one.credential),
      one.notOurs === undefined ? "reached (or refused)" : "read or changed",
      view.say(what),
    ]),
    ...one.derived.map((what) => [view.say(one.credential), "made with it", view.say(what)]),
  ]);
  if (rows.length === 0) return [];
  const counts = (audit?.credentials ?? []).flatMap((one) =>
    one.notOurs === undefined || one.notOurs.requests === 0
      ? []
      : [`${view.say(one.credential)}: ${notOursWords(one.notOurs)}.`],
  );
  return [
    label("Read or changed by what is not ours"),
    table("reached", ["Key", "How", "What (requests that got through)"], rows, ""),
    ...(counts.length === 0 ? [] : [paragraph(counts.join(" "))]),
  ];
}

/** What the audit read, from when to when, and what it cannot know: a gap is never "no misuse". */
export function coverage(view: View): readonly Block[] {
  const { audit } = view.input.state;
  if (audit === null)
    return [paragraph("No log was looked through: whether it was misused is not known.")];
  const rows = audit.sources.map(({ name, format, lines, rejected, from, to }) => [
    view.say(name),
    format === null ? "not recognised" : view.say(format),
    figure(lines),
    figure(rejected),
    when(from),
    when(to),
  ]);
  const head = ["Log", "Format", "Lines", "Unreadable", "From", "To"];
  const unknown = [
    ...audit.gaps.map((gap) => `gap: ${gap}`),
    ...audit.limits,
    ...callers(view.input.state).flatMap((one) => whoseUnknown(view, one)),
  ];
  return [
    label("Logs looked through", ` (${spanWords(audit.window)})`),
    table("coverage", head, rows, "None."),
    ...(unknown.length === 0
      ? []
      : [paragraph("Not known:"), list(unknown.map((line) => view.say(line)))]),
  ];
}

/** Use of which nobody can say whose it was: it counts as not ours, and that is no knowledge. */
function whoseUnknown({ input: { state } }: View, caller: Caller): readonly string[] {
  const said = wordOn(state, caller);
  const whose = `whose use ${caller.name} was: ${useAndSpan(caller)}`;
  if (said === "unknown") return [`${whose} (counted as not ours)`];
  return said === null ? [`${whose} (nobody has said)`] : [];
}

function judgedBy(
  { verdict, by, because }: Pick<Judgement, "verdict" | "by" | "because">,
  view: View,
): string {
  return `${verdictWords(verdict)}, ${view.who(by)}: ${view.say(because)}`;
}

function word({ judged }: FindingRecord, view: View): string {
  return judged === null ? "not judged" : judgedBy(judged, view);
}

/** What was said of a caller before the word that counts, the first first. */
function earlierWords(view: View, name: string): string {
  return view.input.events
    .flatMap((event) => (event.type === "suspect.judged" ? [event] : []))
    .filter(({ data }) => data.suspect === name)
    .slice(0, -1)
    .map((event) => `${judgedBy({ ...event.data, by: event.by }, view)} (#${String(event.seq)})`)
    .join("; ");
}

/** Whom findings speak against, and whose use people say it was. */
export function judgedCallers(view: View): readonly Block[] {
  const { state } = view.input;
  const people = callers(state);
  if (people.length === 0) return [];
  const rows = people.map((one) => [
    view.say(one.name),
    view.say(whoWords(one)),
    useAndSpan(one),
    one.judged === null ? callerMark(state, one) : judgedBy(one.judged, view),
    earlierWords(view, one.name),
  ]);
  const head = ["Caller", "Agents, country", "Use (UTC)", "Whose it was", "Said before"];
  return [heading("Callers in the logs"), table("callers", head, rows, "")];
}

/** Every finding, the worst first as they came, and what people said of it. */
export function findings(view: View): readonly Block[] {
  const { state } = view.input;
  if (state.findings.length === 0) return [];
  const rows = state.findings.map((one) => [
    view.say(one.id),
    view.say(one.credential),
    one.level,
    view.say(one.title),
    spanWords(one.window),
    view.say(`${one.observed} (${one.threshold})`),
    word(one, view),
  ]);
  const head = ["Id", "Key", "Level", "Finding", "When (UTC)", "Observed (threshold)", "Judged"];
  return [heading("Findings in the logs"), table("findings", head, rows, "")];
}

/** Who still tried the dead keys. */
export function watched(view: View): readonly Block[] {
  const rows = liveCredentials(view.input.state).flatMap(({ id, lookout }) => {
    const last = lookout?.last;
    if (last === undefined || last === null) return [];
    function count(knocks: readonly { readonly count: number }[]): string {
      return String(knocks.reduce((sum, one) => sum + one.count, 0));
    }
    return [
      [view.say(id), spanWords(last), count(last.ours), count(last.theirs), String(last.accepted)],
    ];
  });
  if (rows.length === 0) return [];
  const head = ["Key", "Watched (UTC)", "Tries of ours", "Tries of others", "Accepted"];
  return [heading("After the cut"), table("watch", head, rows, "")];
}
