// The room of duties to notify: a row each, one letter to decide or to say that somebody was told, and then why. Enter alone records nothing.
import type { ClockRow } from "../../core/compliance/clocks.ts";
import { minuteOf } from "../../core/compliance/draft-fill.ts";
import { dateIn } from "../../core/compliance/zone.ts";
import { START_FACTS, startWords } from "../../core/compliance/start-facts.ts";
import { decide } from "../../core/incident/decide/decision.ts";
import type { Word } from "../../core/compliance/standing.ts";
import { openDuties } from "../../core/session/duties-row.ts";
import type { Choice } from "../../ports/prompter.ts";
import { withTold } from "../told.ts";
import { drawList, type ListItem } from "../../core/session/list.ts";
import { parseWhen, toEpoch, typedPrecision, type Instant } from "../../core/instant.ts";
import { clockRows } from "../clocks.ts";
import { namedFact } from "../fact.ts";
import { change, record, type Occurred } from "../incident.ts";
import { recordNotice } from "../notice.ts";
import { askWhen } from "./ask-fact.ts";
import { asCommand, askReason, orSay, sayAll, worldNow, type Guide } from "./guide.ts";
import type { Left } from "./left.ts";

const CHOICES: readonly Choice[] = [
  { key: "y", words: "it applies" },
  { key: "n", words: "it does not, or this notice is not needed" },
  { key: "u", words: "unknown: it runs on, ask counsel" },
  { key: "w", words: "since when it counts" },
  { key: "d", words: "draft of the notice" },
  { key: "s", words: "sent: they were told" },
];

function footer(width: number): string {
  return width < 60
    ? "y/n/u applies w when d draft s sent b"
    : "y applies  n not  u ask counsel  w since when  d draft  s sent  b back";
}

/** Day and time, of another year the day alone; `~` where the start is not known yet. */
function dueOf({ state, dueAt, provisionalDueAt }: ClockRow, now: Instant): string {
  if (state === "late") return "LATE";
  const at = dueAt ?? provisionalDueAt;
  if (at === null) return state === "undecided" ? state : "no fixed date";
  const isThisYear = at.slice(0, 4) === now.slice(0, 4);
  const day = isThisYear ? `${at.slice(5, 16).replace("T", " ")}Z` : at.slice(0, 10);
  return `${dueAt === null ? "~" : ""}${day}`;
}

function item(row: ClockRow, disclaimer: string, now: Instant): ListItem {
  const { state, regime, stage, name, to, startsWith, startedAt, rule } = row;
  const since =
    startedAt === null ? `starts with: ${startWords(startsWith)}` : `since ${minuteOf(startedAt)}`;
  const by = row.dueAt === null ? "" : `, by ${dateIn(row.dueAt, row.zone)}`;
  const counsel = row.asksCounsel ? " Unknown whether it applies: ask counsel." : "";
  return {
    text: `${regime} ${stage}`,
    mark: dueOf(row, now),
    style: state === "late" ? "red" : null,
    heading: state === "undecided" ? "Does it apply?" : "To tell",
    detail: `${name}: ${to}; ${since}${by}.${counsel}${rule === null ? "" : ` ${rule}.`} ${disclaimer}`,
  };
}

async function decideRow(guide: Guide, row: ClockRow, value: Word): Promise<void> {
  const about = row.state === "undecided" ? row.regime : `${row.regime}.${row.stage}`;
  const because = await askReason(guide, `${about} ${value}: why`);
  if (because === undefined) return;
  const clean = guide.app.clean(because);
  const [table, { config }] = [await guide.app.regimes(), guide.app];
  await change(asCommand(guide), guide.incident, (world) => {
    const facts = decide(world, { kind: "notify", value: `${about}:${value}`, because: clean });
    return withTold(table, config, world, facts);
  });
}

/** A moment that has gone by, asked until it is one; undefined when the person would rather not say. */
async function askMoment(
  guide: Guide,
  question: string,
  later: string,
): Promise<Occurred | undefined> {
  for (;;) {
    const text = await askWhen(guide, question, { later });
    if (text === "") return undefined;
    const at = parseWhen(text, (await worldNow(guide)).now);
    if (at !== undefined) return { at, precision: typedPrecision(text) };
    guide.ask.say(`"${text}" is no time`, "yellow");
  }
}

async function told(guide: Guide, row: ClockRow): Promise<void> {
  const occurred = await askMoment(guide, `When was ${row.to} told?`, "back");
  if (occurred === undefined) return;
  const receipt = await guide.ask.text("Receipt (Enter = none)");
  const isLate = row.dueAt !== null && toEpoch(occurred.at) > toEpoch(row.dueAt);
  const because = isLate ? await askReason(guide, "It is late: why") : undefined;
  if (isLate && because === undefined) return;
  await recordNotice(asCommand(guide), guide.incident, await guide.app.regimes(), {
    regime: row.regime,
    stage: row.stage,
    receipt: receipt === "" ? undefined : receipt,
    because,
    occurred,
  });
}

/** The notice as far as the record knows it; what is missing is marked. Nothing is sent. */
async function showDraft(guide: Guide, row: ClockRow): Promise<void> {
  const { draftOf } = await import("../draft-notice.ts");
  const { state, now } = await worldNow(guide);
  const { config, clean } = guide.app;
  const { markdown, missing } = draftOf(await guide.app.regimes(), row.regime, state, {
    config,
    now,
    clean,
  });
  sayAll(guide, markdown.split("\n"));
  guide.ask.say(`missing: ${missing.join(", ") || "nothing"}`, "yellow");
  guide.ask.say(`as a file: claro-ir notify draft ${row.regime} --output <file>`);
  await guide.ask.choose("", [{ key: "b", words: "back" }], "b");
}

/** State a start fact; whose call it is, the fact itself checks. */
export async function askStart(guide: Guide, term: string): Promise<void> {
  const start = START_FACTS.find((one) => one.term === term);
  if (start === undefined) {
    guide.ask.say(`${term} is known by itself or follows another notice.`, "yellow");
    return;
  }
  const since = await askMoment(guide, `Since when? ${start.title}`, "later, no clock runs");
  if (since === undefined) return;
  // A day alone is that day where the duty counts, which its midnight in UTC may not be.
  const at = since.precision === "day" ? since.at.slice(0, 10) : since.at;
  const world = await worldNow(guide);
  const before = world.state.facts[start.name];
  const isMoved = before !== undefined && before.value !== at;
  const because = isMoved
    ? await askReason(guide, `It was ${before.value}: why is it moved`)
    : undefined;
  if (isMoved && because === undefined) return;
  const fact = namedFact(guide.app, world, start.name, at, undefined, because);
  await record(asCommand(guide), guide.incident, [fact]);
  guide.ask.say(`${start.name} ${since.precision === "day" ? at : minuteOf(at)}`);
}

const ACTS: Readonly<Record<string, (guide: Guide, row: ClockRow) => Promise<void>>> = {
  y: (guide, row) => decideRow(guide, row, "yes"),
  n: (guide, row) => decideRow(guide, row, "no"),
  u: (guide, row) => decideRow(guide, row, "unknown"),
  w: (guide, row) => askStart(guide, row.startsWith),
  d: showDraft,
  s: told,
};

/** What the cursor is on, opened: the same letters, in words. */
async function openDuty(guide: Guide, row: ClockRow): Promise<void> {
  const back = { key: "b", words: "back" };
  const key = await guide.ask.choose(`${row.regime} ${row.stage}`, [...CHOICES, back], "b");
  await ACTS[key]?.(guide, row);
}

/** Index of what comes due first: where the cursor begins. */
function firstDue(rows: readonly ClockRow[]): number {
  const dates = rows.map(({ dueAt, provisionalDueAt }) => dueAt ?? provisionalDueAt ?? "9");
  return Math.max(0, dates.indexOf(dates.toSorted()[0] ?? ""));
}

/** Go through what is to decide and to tell. Undefined where there is nothing of it. */
export async function dutiesRoom(guide: Guide): Promise<Left | undefined> {
  const table = await guide.app.regimes();
  let from: number | undefined;
  for (;;) {
    const { state, now } = await worldNow(guide);
    const rows = openDuties(clockRows(table, state, guide.app.config, now));
    if (rows.length === 0) return from === undefined ? undefined : "next";
    from = Math.min(from ?? firstDue(rows), rows.length - 1);
    const answer = await guide.ask.live({
      keys: [...Object.keys(ACTS), "b", "q"],
      from,
      digits: false,
      rows: () => rows.length,
      refresh: () => Promise.resolve(),
      draw: (selected, width) =>
        drawList(
          "Whom must we tell?",
          rows.map((row) => item(row, table.disclaimer, now)),
          { selected, width, footer: footer(width) },
        ),
    });
    if (answer.kind === "done" || (answer.kind === "key" && /[bq]/.test(answer.key))) return "back";
    from = answer.row;
    const row = rows[answer.row];
    const act = answer.kind === "key" ? ACTS[answer.key] : openDuty;
    if (row !== undefined && act !== undefined) await orSay(guide, () => act(guide, row));
  }
}
