// What the logs showed, for the post-mortem: verdict of each key, findings with people's words, what the answer rests on.
import type { FindingRecord } from "../../incident/audit-state.ts";
import { liveCredentials } from "../../incident/checklist.ts";
import { misuseOf, misuseWords } from "../../incident/misuse.ts";
import { spanWords } from "../input.ts";
import { heading, label, list, paragraph, table, type Block } from "../document/document.ts";
import { auditBlocks } from "./pictures.ts";
import { UNKNOWN, when, type View } from "./view.ts";

/** Whether each key was misused, and why the audit says so. Empty where no log was looked through. */
export function verdicts(view: View): readonly Block[] {
  const { state } = view.input;
  if (state.audit === null) return [];
  const rows = liveCredentials(state).map(({ id }) => {
    const audited = state.audit?.credentials.find((one) => one.credential === id);
    return [
      view.say(id),
      misuseWords(misuseOf(state, id)) ?? UNKNOWN,
      audited === undefined ? UNKNOWN : String(audited.requests),
      when(audited?.firstAbuse ?? null),
      when(audited?.lastAbuse ?? null),
      (audited?.because ?? []).map((line) => view.say(line)).join("; "),
    ];
  });
  const head = ["Key", "Misuse", "Requests", "First", "Last", "Why"];
  return [
    label("Misuse, as far as logs and people say"),
    table("misuse", head, rows, "No key."),
    ...auditBlocks(view),
  ];
}

/** What was reached with the keys by what is not ours. */
export function reached(view: View): readonly Block[] {
  const { audit } = view.input.state;
  const rows = (audit?.credentials ?? []).flatMap((one) => [
    ...one.reached.map((what) => [view.say(one.credential), "reached", view.say(what)]),
    ...one.derived.map((what) => [view.say(one.credential), "made with it", view.say(what)]),
  ]);
  if (rows.length === 0) return [];
  return [
    label("Reached by what is not ours"),
    table("reached", ["Key", "How", "What (requests)"], rows, ""),
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
    String(lines),
    String(rejected),
    when(from),
    when(to),
  ]);
  const head = ["Log", "Format", "Lines", "Refused", "From", "To"];
  const unknown = [...audit.gaps.map((gap) => `gap: ${gap}`), ...audit.limits];
  return [
    label("Logs looked through", ` (${spanWords(audit.window)})`),
    table("coverage", head, rows, "None."),
    ...(unknown.length === 0
      ? []
      : [paragraph("Not known:"), list(unknown.map((line) => view.say(line)))]),
  ];
}

function word({ judged }: FindingRecord, view: View): string {
  if (judged === null) return "not judged";
  return `${judged.verdict}, ${view.who(judged.by)}: ${view.say(judged.because)}`;
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
