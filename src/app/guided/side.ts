// What the single keys of the live screen open: order, all steps, key or place, note, answers, timeline, looking, help.
import { liveCredentials } from "../../core/incident/checklist.ts";
import { findStep } from "../../core/runbook/runbook.ts";
import { Secret } from "../../core/credential/secret.ts";
import type { SessionRow } from "../../core/session/row.ts";
import { timelineRows } from "../../core/report/timeline.ts";
import { addKeys } from "../declare.ts";
import { loadIncident } from "../incident.ts";
import { reconcile } from "../reconcile.ts";
import { addPlace } from "./add-place.ts";
import { putRight } from "./alarm.ts";
import { allSteps } from "./all-steps.ts";
import { answers } from "./answers.ts";
import { browse } from "./browse.ts";
import { askStrategy } from "./decision.ts";
import { takeNote } from "./take-note.ts";
import { tellInWords } from "./telling.ts";
import { asCommand, orSay, sayAll, worldNow, type Guide } from "./guide.ts";

type Side = (guide: Guide, row: SessionRow | undefined) => Promise<void>;

async function pause(guide: Guide): Promise<void> {
  await guide.ask.choose("", [{ key: "b", words: "back" }], "b");
}

async function order(guide: Guide, row: SessionRow | undefined): Promise<void> {
  const world = await worldNow(guide);
  const step = findStep(world.compiled.runbook, "choose-strategy");
  const credential =
    world.state.credentials[row?.credential ?? ""] ?? liveCredentials(world.state)[0];
  if (step !== undefined) await askStrategy(guide, { world, step, credential });
}

async function addKey(guide: Guide): Promise<void> {
  const pasted = await guide.ask.hidden("Leaked value (hidden, Enter = not at hand)");
  const secret = pasted instanceof Secret ? pasted : undefined;
  const name = await guide.ask.text("Name of the key (Enter = unknown)");
  if (secret === undefined && name === "") return;
  const made = await addKeys(
    asCommand(guide),
    guide.incident,
    [{ name: name === "" ? undefined : name, secret, keyId: undefined }],
    {
      environment: undefined,
      provider: undefined,
      targets: [],
      facts: { outageTolerance: "unknown" },
      strategy: undefined,
      because: undefined,
    },
  );
  guide.ask.say(`added: ${String(made.events.length)} facts on record`);
}

async function add(guide: Guide, row: SessionRow | undefined): Promise<void> {
  const what = await guide.ask.choose("Add", [
    { key: "p", words: "a place that holds the key" },
    { key: "k", words: "another leaked key" },
    { key: "b", words: "back" },
  ]);
  const { state } = await worldNow(guide);
  const credential = state.credentials[row?.credential ?? ""] ?? liveCredentials(state)[0];
  if (what === "p" && credential !== undefined) await addPlace(guide, credential);
  if (what === "k") await addKey(guide);
}

/** The newest first: what just happened is what people look for. */
async function timeline(guide: Guide): Promise<void> {
  const { compiled, events } = await loadIncident(guide.app, guide.incident);
  const rows = timelineRows(events, compiled.runbook).toReversed();
  const items = rows.map((row) => ({
    text: `${row.occurredAt.slice(11, 19)} ${row.text}`,
    mark: "",
    style: null,
    heading: row.occurredAt.slice(0, 10),
    detail: `${row.text}  (#${String(row.seq)}, ${row.by})`,
  }));
  await browse(guide, "Timeline, newest first", items, "");
}

async function look(guide: Guide): Promise<void> {
  const settled = await reconcile(asCommand(guide), guide.incident);
  if (settled.length === 0) guide.ask.say("nothing is unknown");
  for (const one of settled) guide.ask.say(`${one.effect}: ${one.outcome}, ${one.detail}`);
}

async function help(guide: Guide): Promise<void> {
  sayAll(guide, [
    "Enter or a digit opens a row; arrows or j and k move; Esc is back.",
    ...(guide.canSkip ? [">  move the rehearsal's time on to what is due next"] : []),
    "a  all steps, to open or take back any of them",
    "s  the order of the cut",
    "+  another key, another place",
    "n  a note",
    "e  what was answered, to change it",
    "t  the timeline",
    "m  a message to people",
    "r  look at what is unknown",
    "w  at an alarm: the key that was cut still works, so cut it again",
    "q leaves: everything recorded is safe, claro-ir resume goes on.",
    "In a room Enter alone goes back where it says so; x = I can't.",
    "Others take part from any terminal: claro-ir join --as <name>",
  ]);
  await pause(guide);
}

async function alarm(guide: Guide, row: SessionRow | undefined): Promise<void> {
  await putRight(guide, row?.credential ?? null);
}

const SIDES: Readonly<Record<string, Side>> = {
  a: allSteps,
  s: order,
  "+": add,
  n: takeNote,
  e: answers,
  t: timeline,
  m: tellInWords,
  r: look,
  w: alarm,
  "?": help,
};

/** Keys that the live screen answers, leaving included. */
export const SIDE_KEYS: readonly string[] = [...Object.keys(SIDES), "q"];

/** Open what a key stands for. */
export async function openSide(
  guide: Guide,
  key: string,
  row: SessionRow | undefined,
): Promise<void> {
  await orSay(guide, async () => {
    await SIDES[key]?.(guide, row);
  });
}
