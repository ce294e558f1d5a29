// The room of duties to notify: a row each, one letter to decide or to say that somebody was told, and then why. Enter alone records nothing.
import type { ClockRow } from "../../core/compliance/clocks.ts";
import { minuteOf } from "../../core/compliance/draft-fill.ts";
import { START_FACTS } from "../../core/compliance/start-facts.ts";
import { decide } from "../../core/incident/decide/decision.ts";
import { drawList, type ListItem } from "../../core/session/list.ts";
import { parseWhen, toEpoch, WHEN_FORMATS, type Instant } from "../../core/instant.ts";
import { clockRows } from "../clocks.ts";
import { namedFact } from "../fact.ts";
import { change, record, type Occurred } from "../incident.ts";
import { recordNotice } from "../notice.ts";
import { asCommand, askReason, orSay, worldNow, type Guide } from "./guide.ts";
import type { Left } from "./left.ts";

function footer(width: number): string {
  return width < 60
    ? "y applies n not t told s since b"
    : "y applies  n does not  t told  s since when  b back";
}

/** Day and time, of another year the day alone; `~` where the start is not known yet. */
function dueOf({ state, dueAt, provisionalDueAt }: ClockRow, now: Instant): string {
  if (state === "late") return "LATE";
  const at = dueAt ?? provisionalDueAt;
  if (at === null) return state;
  const isThisYear = at.slice(0, 4) === now.slice(0, 4);
  const day = isThisYear ? `${at.slice(5, 16).replace("T", " ")}Z` : at.slice(0, 10);
  return `${dueAt === null ? "~" : ""}${day}`;
}

function item(row: ClockRow, disclaimer: string, now: Instant): ListItem {
  const { state, regime, stage, name, to, startsWith, startedAt, rule } = row;
  const since = startedAt === null ? `starts with ${startsWith}` : `since ${minuteOf(startedAt)}`;
  return {
    text: `${regime} ${stage}`,
    mark: dueOf(row, now),
    style: state === "late" ? "red" : null,
    heading: state === "undecided" ? "Does it apply?" : "To tell",
    detail: `${name}: ${to}; ${since}.${rule === null ? "" : ` ${rule}.`} ${disclaimer}`,
  };
}

/** Notices to decide or to send; of an undecided duty the first stands for all. */
function openRows(rows: readonly ClockRow[]): readonly ClockRow[] {
  return rows.filter(({ state, regime, isNotice }, at) =>
    state === "undecided"
      ? rows.findIndex((one) => one.regime === regime) === at
      : isNotice && (state === "running" || state === "late" || state === "waiting"),
  );
}

async function decideRow(guide: Guide, row: ClockRow, value: "yes" | "no"): Promise<void> {
  const about = row.state === "undecided" ? row.regime : `${row.regime}.${row.stage}`;
  const because = await askReason(guide, `${about} ${value}: why`);
  if (because === undefined) return;
  await change(asCommand(guide), guide.incident, (world) =>
    decide(world, {
      kind: "notify",
      value: `${about}:${value}`,
      because: guide.app.clean(because),
    }),
  );
}

/** A time as the person types it, asked until it is one; undefined when they go back. */
async function askWhen(guide: Guide, question: string): Promise<Occurred | undefined> {
  for (;;) {
    const text = await guide.ask.text(`${question} (${WHEN_FORMATS}; Enter = back)`);
    if (text === "") return undefined;
    const { now } = await worldNow(guide);
    const at = parseWhen(text, now);
    if (at !== undefined && toEpoch(at) <= toEpoch(now) + 1000) return { at, precision: "minute" };
    guide.ask.say(at === undefined ? `"${text}" is no time` : "That lies ahead.", "yellow");
  }
}

async function told(guide: Guide, row: ClockRow): Promise<void> {
  const occurred = await askWhen(guide, `When was ${row.to} told`);
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

/** State a start fact; whose call it is, the fact itself checks. */
export async function askStart(guide: Guide, term: string): Promise<void> {
  const start = START_FACTS.find((one) => one.term === term);
  if (start === undefined) {
    guide.ask.say(`${term} is known by itself or follows another notice.`, "yellow");
    return;
  }
  const at: Instant | undefined = (await askWhen(guide, start.title))?.at;
  if (at === undefined) return;
  const world = await worldNow(guide);
  const before = world.state.facts[start.name];
  const isMoved = before !== undefined && before.value !== at;
  const because = isMoved
    ? await askReason(guide, `It was ${before.value}: why is it moved`)
    : undefined;
  if (isMoved && because === undefined) return;
  const fact = namedFact(guide.app, world, start.name, at, undefined, because);
  await record(asCommand(guide), guide.incident, [fact]);
  guide.ask.say(`${start.name} ${minuteOf(at)}`);
}

const ACTS: Readonly<Record<string, (guide: Guide, row: ClockRow) => Promise<void>>> = {
  y: (guide, row) => decideRow(guide, row, "yes"),
  n: (guide, row) => decideRow(guide, row, "no"),
  t: told,
  s: (guide, row) => askStart(guide, row.startsWith),
};

/** Go through what is to decide and to tell. Undefined where there is nothing of it. */
export async function dutiesRoom(guide: Guide): Promise<Left | undefined> {
  const table = await guide.app.regimes();
  for (let isFirst = true; ; isFirst = false) {
    const { state, now } = await worldNow(guide);
    const rows = openRows(clockRows(table, state, guide.app.config, now));
    if (rows.length === 0) return isFirst ? undefined : "next";
    const answer = await guide.ask.live({
      keys: [...Object.keys(ACTS), "b", "q"],
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
    const row = rows[answer.row];
    const act = answer.kind === "key" ? ACTS[answer.key] : undefined;
    if (row !== undefined && act !== undefined) await orSay(guide, () => act(guide, row));
  }
}
