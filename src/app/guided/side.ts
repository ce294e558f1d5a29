// What the single keys of the live screen open: order, all steps, key or place, note, answers, timeline, looking, help.
import { checklist } from "../../core/incident/checklist.ts";
import { findStep } from "../../core/runbook/runbook.ts";
import type { SessionRow } from "../../core/session/rows.ts";
import { timelineRows } from "../../core/report/timeline.ts";
import { ClaroIrError } from "../../core/error.ts";
import { liveCredentials } from "../../core/incident/checklist.ts";
import { addKeys } from "../declare.ts";
import { loadIncident } from "../incident.ts";
import { addNote } from "../note.ts";
import { reconcile } from "../reconcile.ts";
import { addTarget } from "../target.ts";
import { askStrategy } from "./decision.ts";
import { asCommand, worldNow, type Guide } from "./guide.ts";

type Side = (guide: Guide, row: SessionRow | undefined) => Promise<void>;

async function pause(guide: Guide): Promise<void> {
  await guide.ask.choose("", [{ key: "b", words: "back" }], "b");
}

async function allSteps(guide: Guide): Promise<void> {
  const { compiled, state } = await worldNow(guide);
  for (const phase of compiled.runbook.phases) {
    guide.show(phase.title);
    for (const item of checklist(compiled.runbook, state)) {
      if (item.step.phase !== phase.id) continue;
      const on = item.credential === null ? "" : `/${item.credential.id}`;
      guide.show(`  ${item.state.padEnd(14)} ${item.step.id}${on}`);
    }
  }
  await pause(guide);
}

async function order(guide: Guide, row: SessionRow | undefined): Promise<void> {
  const world = await worldNow(guide);
  const step = findStep(world.compiled.runbook, "choose-strategy");
  const credential =
    world.state.credentials[row?.credential ?? ""] ?? liveCredentials(world.state)[0];
  if (step !== undefined) await askStrategy(guide, { world, step, credential });
}

async function addPlace(guide: Guide): Promise<void> {
  const world = await worldNow(guide);
  const id = await guide.ask.text("Short name of the place, e.g. prod-1 (Enter = back)");
  if (id === "") return;
  const kind = await guide.ask.choose("What is it?", [
    { key: "e", words: "a .env file here" },
    { key: "d", words: "a docker env file here" },
    { key: "x", words: "a program takes the key on stdin (ssh, kubectl …)" },
    { key: "m", words: "a place only a person can reach" },
  ]);
  const options: Record<string, unknown> = {};
  if (kind === "e" || kind === "d") {
    options["path"] = await guide.ask.text("Path of the file");
    options["variable"] = await guide.ask.text("Variable", "BAYT_API_KEY");
  }
  if (kind === "x")
    options["write"] = (await guide.ask.text("Program and arguments, as words")).split(/\s+/);
  if (kind === "m") options["note"] = await guide.ask.text("What has to be done there");
  const kinds: Readonly<Record<string, string>> = {
    e: "dotenv",
    d: "docker-env-file",
    x: "exec",
    m: "manual",
  };
  const lines = await addTarget(asCommand(guide), guide.incident, {
    definition: { id, kind: kinds[kind] ?? "manual", options },
    credential: liveCredentials(world.state)[0]?.id,
    environment: undefined,
    dryRun: false,
  });
  for (const text of lines) guide.show(text);
}

async function addKey(guide: Guide): Promise<void> {
  const secret = await guide.ask.hidden("Leaked value (hidden, Enter = not at hand)", true);
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
  guide.show(`added: ${String(made.events.length)} facts on record`);
}

async function add(guide: Guide): Promise<void> {
  const what = await guide.ask.choose("Add", [
    { key: "p", words: "a place that holds the key" },
    { key: "k", words: "another leaked key" },
    { key: "b", words: "back" },
  ]);
  if (what === "p") await addPlace(guide);
  if (what === "k") await addKey(guide);
}

async function note(guide: Guide): Promise<void> {
  const text = await guide.ask.text("Note (Enter = back)");
  if (text === "") return;
  await addNote(asCommand(guide), guide.incident, text, undefined, undefined);
  guide.show("noted");
}

async function answers(guide: Guide): Promise<void> {
  const { state } = await worldNow(guide);
  for (const [name, fact] of Object.entries(state.facts))
    guide.show(`  ${name} = ${fact.value}  (${fact.by}, ${fact.source})`);
  for (const credential of liveCredentials(state))
    for (const [name, fact] of Object.entries(credential.facts))
      guide.show(`  ${credential.id} ${name} = ${fact.value}  (${fact.by})`);
  guide.show("change one with: claro-ir fact <name> <value>");
  await pause(guide);
}

async function timeline(guide: Guide): Promise<void> {
  const { compiled, events } = await loadIncident(guide.app, guide.incident);
  for (const row of timelineRows(events, compiled.runbook).slice(-20))
    guide.show(`${row.occurredAt.slice(11, 19)} ${row.text}`);
  await pause(guide);
}

async function look(guide: Guide): Promise<void> {
  const settled = await reconcile(asCommand(guide), guide.incident);
  if (settled.length === 0) guide.show("nothing is unknown");
  for (const one of settled) guide.show(`${one.effect}: ${one.outcome}, ${one.detail}`);
}

async function help(guide: Guide): Promise<void> {
  for (const text of [
    "Enter or a digit opens a row; arrows or j and k move.",
    "a all steps   s order of the cut   + key or place   n note",
    "e answers     t timeline           r look at what is unknown",
    "q leaves: everything recorded is safe, claro-ir resume goes on.",
    "Others can take part: claro-ir join --as <name>, from any terminal.",
  ])
    guide.show(text);
  await pause(guide);
}

const SIDES: Readonly<Record<string, Side>> = {
  a: allSteps,
  s: order,
  "+": add,
  n: note,
  e: answers,
  t: timeline,
  r: look,
  "?": help,
};

/** Keys that the live screen answers, leaving included. */
export const SIDE_KEYS: readonly string[] = [...Object.keys(SIDES), "q"];

/** Open what a key stands for. Errors that a person can answer are shown. */
export async function openSide(
  guide: Guide,
  key: string,
  row: SessionRow | undefined,
): Promise<void> {
  try {
    await SIDES[key]?.(guide, row);
  } catch (error) {
    if (!(error instanceof ClaroIrError) || error.kind === "interrupted") throw error;
    guide.show(error.message);
    if (error.hint !== undefined) guide.show(`next: ${error.hint}`);
  }
}
