// Sections 13 and 14: whom a law or contract asked to tell and whether it was in time; what was said on which channel, and when.
import type { ClockRow } from "../../compliance/clocks.ts";
import { startWords } from "../../compliance/start-facts.ts";
import { localMinute } from "../../compliance/zone.ts";
import { checklist } from "../../incident/checklist.ts";
import { between, type Instant } from "../../instant.ts";
import {
  label,
  paragraph,
  table,
  written,
  type Block,
  type Section,
  type Words,
} from "../document/document.ts";
import { spell } from "../input.ts";
import { fact, stepStateWords, when, type View } from "./view.ts";

const LEGAL: readonly string[] = ["personal-data", "notify", "clock-watch"];

function lateness(dueAt: Instant | null, at: Instant): number {
  return dueAt === null ? 0 : Math.max(0, between(dueAt, at));
}

/** Met or missed, and by how much; by a limit that nobody entered nothing is met. */
function outcome({ state, dueAt, sentAt, isAssumed, asksCounsel }: ClockRow, now: Instant): string {
  if (sentAt !== null) {
    const late = lateness(dueAt, sentAt);
    if (isAssumed) return late > 0 ? `told ${spell(late)} after the assumed limit` : "told";
    return late > 0 ? `missed: sent ${spell(late)} late` : "met";
  }
  const counsel = asksCounsel ? "; nobody knows whether it applies: ask counsel" : "";
  if (state === "late")
    return `${isAssumed ? "past the assumed limit by" : "missed:"} ${spell(lateness(dueAt, now))}${isAssumed ? "" : " overdue"}, not sent${counsel}`;
  return `${state === "waiting" ? "waiting for its start" : state}${counsel}`;
}

/** When it is due: in UTC, and as the day's own zone says it; a limit that is a guess says so. */
function dueWords(row: ClockRow): string {
  const { dueAt, zone, rule, isAssumed } = row;
  if (dueAt === null) return rule ?? "no fixed date";
  const local = zone === null || zone === "UTC" ? "" : ` (${localMinute(dueAt, zone)} ${zone})`;
  return `${when(dueAt)}${local}${isAssumed && rule !== null ? `: ${rule}` : ""}`;
}

/** From what and since when it counts, and what that was before somebody moved it. */
function countsFrom(view: View, { startsWith, startedAt, startMoved }: ClockRow): Words {
  const start = `${startWords(startsWith)}: ${startedAt === null ? "not known" : when(startedAt)}`;
  if (startMoved === null) return start;
  const { beforeSeq, seq, because } = startMoved;
  return [
    `${start}; start moved, `,
    { event: beforeSeq },
    " -> ",
    { event: seq },
    `: ${view.say(because)}`,
  ];
}

function clockRow(view: View, row: ClockRow): readonly Words[] {
  const notice = view.input.state.notices.findLast(
    ({ regime, stage }) => regime === row.regime && stage === row.stage,
  );
  return [
    `${row.regime} ${row.stage}: ${row.name}`,
    view.say(notice?.to ?? row.to),
    outcome(row, view.input.now),
    countsFrom(view, row),
    dueWords(row),
    row.sentAt === null ? "not sent" : when(row.sentAt),
    notice?.receipt === undefined || notice.receipt === null ? "" : view.say(notice.receipt),
    notice?.because === undefined || notice.because === null ? "" : view.say(notice.because),
  ];
}

const CLOCK_COLUMNS = [
  "Notice",
  "To",
  "Outcome",
  "Counts from",
  "Due",
  "Sent",
  "Receipt",
  "Why late",
];

/** Duties that an answer rules out, in one sentence; nobody decided them. */
function ruledOut(rows: readonly ClockRow[]): readonly Block[] {
  const groups = Map.groupBy(
    rows.filter(({ state }) => state === "not-applicable"),
    ({ reason }) => reason,
  );
  if (groups.size === 0) return [];
  const applies = new Set(
    rows.flatMap(({ regime, state }) => (state === "not-applicable" ? [] : [regime])),
  );
  const said = [...groups].map(([reason, own]) => {
    const names = own.map(({ regime, stage }) =>
      applies.has(regime) ? `${regime} ${stage}` : regime,
    );
    return `${[...new Set(names)].join(", ")} (${reason})`;
  });
  return [paragraph(`By rule these do not apply, nobody decided it: ${said.join("; ")}.`)];
}

function clocks(view: View): readonly Block[] {
  const all = view.input.clocks?.filter(({ isNotice }) => isNotice) ?? [];
  const open = all.filter(({ state, isMatched }) => state === "undecided" && !isMatched);
  const shown = all.filter((row) => !open.includes(row) && row.state !== "not-applicable");
  const undecided = [...new Set(open.map(({ regime }) => regime))];
  return [
    label("Clocks", " (not legal advice: computed from what is on record; a lawyer decides)"),
    table(
      "clocks",
      CLOCK_COLUMNS,
      shown.map((row) => clockRow(view, row)),
      "No duty to notify is known to apply.",
    ),
    ...(undecided.length === 0
      ? []
      : [paragraph(`Nobody has decided whether these apply: ${undecided.join(", ")}.`)]),
    ...ruledOut(all),
  ];
}

/** Decisions about duties to notify, and every clock: met, missed or still running. */
export function notifications(view: View): Section {
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
  return {
    number: 13,
    title: "Notifications",
    blocks: [
      table("duties", head, rows, "No decision about notifications is on record."),
      ...clocks(view),
      written(
        "notifications",
        "what authorities and people concerned asked or answered, and the reason where a notice was late.",
      ),
    ],
  };
}

const TOLD: readonly string[] = [
  "alert-security-team",
  "status-update",
  "notify-provider",
  "notify-contract-partners",
  "notify-affected",
];

/** Every message and what became of it on each channel. */
function messages(view: View): readonly (readonly Words[])[] {
  return view.input.state.messages.flatMap(({ at, occasion, title, seq, channels }) =>
    channels.map(({ id, state, attempts, at: settled, detail }) => [
      when(at),
      occasion,
      view.say(title),
      view.say(id),
      state === "sent" ? `sent ${when(settled)}` : state,
      String(attempts),
      detail === null ? "" : view.say(detail),
      [{ event: seq }],
    ]),
  );
}

/** Whom the record shows as told, and when. */
export function communications(view: View): Section {
  const rows = checklist(view.input.runbook, view.input.state)
    .filter((item) => TOLD.includes(item.step.id) && item.state !== "not-applicable")
    .map(({ step, state, record }): readonly Words[] => [
      view.say(step.title),
      stepStateWords(state),
      record === null ? "not yet" : when(record.occurredAt),
      record === null ? "" : view.who(record.by),
      record?.reason === undefined || record.reason === null ? "" : view.say(record.reason),
      record === null ? "" : [{ event: record.seq }],
    ]);
  return {
    number: 14,
    title: "Communications",
    blocks: [
      table(
        "told",
        ["What", "State", "When (UTC)", "By", "Note", "No."],
        rows,
        "Nothing is on record.",
      ),
      label("Messages"),
      table(
        "messages",
        ["Time (UTC)", "Occasion", "Message", "Channel", "State", "Attempts", "Detail", "No."],
        messages(view),
        "No message was sent by claro-ir.",
      ),
      paragraph(`Ticket at the provider: ${fact(view, "providerTicket")}.`),
      written(
        "communications",
        "messages to customers and colleagues that are not on record above.",
      ),
    ],
  };
}
