// Sections 13 to 18: notifications, communications, follow-up, evidence, appendix, sign-off.
import { checklist } from "../../incident/checklist.ts";
import { dateTime, dayOf } from "../input.ts";
import { keepRegion, unwritten } from "../keep.ts";
import { headShort } from "../format/format.ts";
import { code, fact, table, when, type View } from "./view.ts";

const LEGAL: readonly string[] = ["personal-data", "notify", "clock-watch"];

/** Decisions about duties to notify; the notices themselves are people's. */
export function notifications(view: View): string {
  const rows = view.input.state.decisions
    .filter((decision) => LEGAL.includes(decision.kind))
    .map((decision) => [
      when(decision.at),
      view.say(decision.kind),
      view.say(decision.value),
      view.say(decision.because),
      view.who(decision.by),
    ]);
  const head = ["Time (UTC)", "Question", "Decision", "Because", "By"];
  return `## 13. Notifications

${table(head, rows, "No decision about notifications is on record.")}

${keepRegion("notifications", unwritten("each regime: due, sent, receipt, and the reason where it was late."))}`;
}

const TOLD: readonly string[] = [
  "alert-security-team",
  "status-update",
  "notify-provider",
  "notify-contract-partners",
  "notify-affected",
];

/** Whom the record shows as told, and when. */
export function communications(view: View): string {
  const rows = checklist(view.input.runbook, view.input.state)
    .filter((item) => TOLD.includes(item.step.id) && item.state !== "not-applicable")
    .map(({ step, state, record }) => [
      view.say(step.title),
      state,
      record === null ? "not yet" : when(record.occurredAt),
      record === null ? "" : view.who(record.by),
      record?.reason === undefined || record.reason === null ? "" : view.say(record.reason),
    ]);
  return `## 14. Communications

${table(["What", "State", "When (UTC)", "By", "Note"], rows, "Nothing is on record.")}

Ticket at the provider: ${fact(view, "providerTicket")}.

${keepRegion("communications", unwritten("messages to customers and colleagues that are not on record above."))}`;
}

/** Rotation dates, and the follow-up that people plan. */
export function followUp(view: View): string {
  const rows = view.input.events
    .filter((event) => event.type === "register.updated")
    .map((event) => [
      view.say(event.data.credential),
      view.say(event.data.entry),
      dayOf(event.data.nextDueAt),
      `#${String(event.seq)}`,
    ]);
  return `## 15. Follow-up

${table(["Key", "Register entry", "Next rotation due", "No."], rows, "The key register is not updated on record.")}

${keepRegion("follow-up", unwritten("documents changed, training held, what to watch and until when."))}`;
}

/** Every stored file by its digest. */
export function evidence(view: View): string {
  const rows = view.input.state.evidence.map((each) => [
    `${view.say(each.name)}${each.sealed === undefined ? "" : " (sealed: it holds a key)"}`,
    code(each.sha256),
    String(each.size),
    view.who(each.by),
    dateTime(each.at),
    each.step === null ? "" : view.say(each.step),
  ]);
  const head = ["File", "SHA-256", "Bytes", "Collected by", "Time (UTC)", "Step"];
  return `## 16. Evidence manifest

${table(head, rows, "No evidence is stored.")}

Journal: ${String(view.input.state.head.seq)} events to ${headShort(view.input.state.head)}; \`claro-ir verify\` checks both.`;
}

/** A correction is added to the record and overwrites nothing: what was said before, and where. */
function earlier(view: View, credential: string, name: string, seq: number): string {
  return view.input.events
    .flatMap((event) => (event.type === "fact.set" && event.seq < seq ? [event] : []))
    .filter(({ data }) => data.name === name && (data.credential ?? "") === credential)
    .map((event) => `${view.say(event.data.value)} (#${String(event.seq)})`)
    .join("; ");
}

/** Every fact on record, and the words that a reader from outside needs. */
export function appendix(view: View): string {
  const { state } = view.input;
  const sources: readonly (readonly [string, typeof state.facts])[] = [
    ["", state.facts],
    ...Object.values(state.credentials).map((each) => [each.id, each.facts] as const),
  ];
  const rows = sources.flatMap(([credential, facts]) =>
    Object.entries(facts).map(([name, record]) => [
      credential === "" ? "" : view.say(credential),
      view.say(name),
      view.say(record.value),
      record.grade,
      view.say(record.source),
      `#${String(record.seq)}`,
      earlier(view, credential, name, record.seq),
    ]),
  );
  return `## 17. Appendix

**Facts on record** (latest values)

${table(["Key", "Fact", "Value", "Grade", "Source", "No.", "Earlier values"], rows, "None.")}

E1 machine-verified; E2 attested with an artefact; E3 attested only. Contained: the old key gives dead answers, since the first one of the passing run. Restored: every place uses the new key. The full event list: \`claro-ir timeline --format json\`.`;
}

/** Who agreed to this document. */
export function signOff(): string {
  return `## 18. Sign-off

${keepRegion("sign-off", `${unwritten("who has read and agreed, by role.")}\n| Role | Date | Agreed |\n|---|---|---|\n`)}`;
}
