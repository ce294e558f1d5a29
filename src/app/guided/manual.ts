// A step that only a person does: how, then done, with what it has to be known for, or "I can't".
import { ClaroIrError } from "../../core/error.ts";
import type { FactDefinition } from "../../core/runbook/runbook.ts";
import { alertText } from "../../core/session/ask-help.ts";
import { filled, inRoom, knownFor } from "../../core/session/fill-words.ts";
import { ACTION_ITEMS } from "../../core/incident/action-items.ts";
import { factValue } from "../../core/incident/facts.ts";
import type { Choice } from "../../ports/prompter.ts";
import { storeEvidence } from "../evidence.ts";
import { namedFact } from "../fact.ts";
import { record } from "../incident.ts";
import { refuseMissingLogs } from "../log-places.ts";
import { askActions } from "./ask-actions.ts";
import { askFact } from "./ask-fact.ts";
import { cannot } from "./cannot.ts";
import { asCommand, askReason, orSay, type Guide } from "./guide.ts";
import type { Left } from "./left.ts";
import { change, type Opened } from "./run.ts";
import { takeNote } from "./take-note.ts";

/** One fact, asked again until the answer can be recorded: the others that were given stay. */
async function askInput(
  guide: Guide,
  { world, credential }: Opened,
  name: string,
  definition: FactDefinition,
): Promise<readonly string[]> {
  for (;;) {
    const answer =
      name === ACTION_ITEMS ? await askActions(guide) : await askFact(guide, definition);
    if (answer === "") return [];
    try {
      const fact = namedFact(guide.app, world, name, answer, credential?.id);
      await refuseMissingLogs(guide.app, [fact]);
      return [`${name}=${answer}`];
    } catch (error) {
      if (!(error instanceof ClaroIrError) || error.code !== "bad-fact") throw error;
      guide.ask.say(error.message, "yellow");
      if (error.hint !== undefined) guide.ask.say(`next: ${error.hint}`);
    }
  }
}

/** Facts of a step that are not known yet, each asked once. */
export async function askInputs(guide: Guide, opened: Opened): Promise<readonly string[]> {
  const { world, step, credential } = opened;
  const facts: string[] = [];
  for (const name of step.inputs) {
    const definition = world.compiled.runbook.facts[name];
    if (definition === undefined || factValue(world.state, name, credential) !== undefined)
      continue;
    facts.push(...(await askInput(guide, opened, name, definition)));
  }
  return facts;
}

/** Steps whose whole work is to tell somebody bring the words. */
function wordsToSend({ world, step }: Opened): string | undefined {
  return step.role === "comms" && step.phase === world.compiled.runbook.phases[0]?.id
    ? alertText(world.state)
    : undefined;
}

function helpOf({ world, step }: Opened): readonly string[] {
  return world.compiled.runbook.help[step.id]?.how ?? [];
}

function choicesOf(opened: Opened, text: string | undefined): readonly Choice[] {
  const proof = opened.step.kind === "verification";
  const { file, note } = inRoom(helpOf(opened));
  return [
    { key: "y", words: proof ? "yes, I can say how I know" : "done" },
    ...(text === undefined ? [] : [{ key: "c", words: "copy the words" }]),
    ...(file ? [{ key: "f", words: "attach a file" }] : []),
    ...(note ? [{ key: "n", words: "a note" }] : []),
    { key: "x", words: "I can't" },
    ...(opened.step.tier === "core" || proof ? [] : [{ key: "k", words: "not needed here" }]),
    { key: "b", words: "back" },
  ];
}

/** How it is done, with what is known filled in. */
function howOf(opened: Opened): readonly string[] {
  return filled(helpOf(opened), opened.world.state, opened.credential ?? null);
}

function sayHow(guide: Guide, opened: Opened, text: string | undefined): void {
  const { world, step } = opened;
  const help = world.compiled.runbook.help[step.id];
  guide.ask.say(step.title, "bold");
  if (help !== undefined) guide.ask.say(`  why: ${help.why}`, "dim");
  for (const line of inRoom(howOf(opened)).how) guide.ask.say(`  ${line}`);
  for (const line of knownFor(world.state, step.id)) guide.ask.say(`  ${line}`);
  if (text !== undefined) guide.ask.say(`  > ${text}`);
}

/** Done, with what it has to be known for; undefined when the person went back. */
async function complete(guide: Guide, opened: Opened): Promise<Left | undefined> {
  const proof = opened.step.kind === "verification";
  const because = proof ? await askReason(guide, "How do you know") : undefined;
  if (proof && because === undefined) return undefined;
  const facts = await askInputs(guide, opened);
  await change(guide, opened, "done", { facts, ...(because === undefined ? {} : { because }) });
  return "next";
}

/** A file of this step goes into the evidence: copied, with its digest on record, sealed where it holds a key. */
async function attach(guide: Guide, { step, credential }: Opened): Promise<void> {
  const path = await guide.ask.text("File (Enter = back)");
  if (path === "") return;
  await orSay(guide, async () => {
    const app = asCommand(guide);
    const about = { step: step.id, credential: credential?.id };
    const stored = await storeEvidence(app, guide.incident, path, about);
    await record(app, guide.incident, [stored]);
    guide.ask.say(`attached: ${stored.data.name}, SHA-256 ${stored.data.sha256.slice(0, 12)}`);
  });
}

/** Do what one answer says; undefined to ask again. */
async function answered(
  guide: Guide,
  opened: Opened,
  answer: string,
  text: string | undefined,
): Promise<Left | undefined> {
  switch (answer) {
    case "b":
      return "back";
    case "x":
      return cannot(guide, opened, howOf(opened));
    case "k":
      await change(guide, opened, "skip", { because: "not needed here" });
      return "next";
    case "f":
      await attach(guide, opened);
      return undefined;
    case "n":
      await takeNote(guide);
      return undefined;
    case "c":
      guide.ask.copy(text ?? "");
      guide.ask.say("Copied, where your terminal allows it.");
      return undefined;
    default:
      return complete(guide, opened);
  }
}

/** Lead through one step by hand. */
export async function manualRoom(guide: Guide, opened: Opened): Promise<Left> {
  const text = wordsToSend(opened);
  sayHow(guide, opened, text);
  const proof = opened.step.kind === "verification";
  for (;;) {
    const answer = await guide.ask.choose(
      proof ? "Can you vouch for it?" : "Done?",
      choicesOf(opened, text),
    );
    const left = await answered(guide, opened, answer, text);
    if (left !== undefined) return left;
  }
}
