// Opening a row: what its step needs from the person, one thing at a time.
import { checklistItem } from "../../core/incident/checklist.ts";
import { ClaroIrError } from "../../core/error.ts";
import { factValue } from "../../core/incident/facts.ts";
import { confirmWord } from "../../core/incident/next.ts";
import type { World } from "../../core/incident/decide/world.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import { findStep, type Step } from "../../core/runbook/runbook.ts";
import type { RunOptions, RunResult } from "../effect/effect.ts";
import { ManualStepError } from "../effect/manual.ts";
import { runStep } from "../run-step.ts";
import { changeStep, type StepVerb } from "../step.ts";
import { askDecision } from "./decision.ts";
import { asCommand, askReason, worldNow, type Guide } from "./guide.ts";

interface Opened {
  readonly world: World;
  readonly step: Step;
  readonly credential: CredentialState | undefined;
}

const NO_OPTIONS: RunOptions = {
  target: undefined,
  action: undefined,
  confirm: undefined,
  secret: undefined,
  keyId: undefined,
  name: undefined,
  replaceOther: false,
  timeoutMs: undefined,
};

async function change(
  guide: Guide,
  opened: Opened,
  verb: StepVerb,
  more: { readonly because?: string; readonly note?: string; readonly facts?: readonly string[] },
): Promise<void> {
  const lines = await changeStep(asCommand(guide), verb, {
    incident: guide.incident,
    step: opened.step.id,
    credential: opened.credential?.id,
    target: undefined,
    note: more.note,
    because: more.because,
    evidence: [],
    facts: more.facts ?? [],
    attest: verb === "done" && opened.step.kind === "verification",
    takeOver: false,
    occurred: undefined,
    dryRun: false,
  });
  for (const text of lines) guide.show(text);
}

function run(guide: Guide, opened: Opened, options: Partial<RunOptions>): Promise<RunResult> {
  return runStep(asCommand(guide), {
    incident: guide.incident,
    step: opened.step.id,
    credential: opened.credential?.id,
    options: { ...NO_OPTIONS, ...options },
  });
}

/** The cut: what goes, what stays, what will fail, and the name typed. */
async function cut(guide: Guide, opened: Opened): Promise<void> {
  const { world, credential } = opened;
  if (credential === undefined) return;
  const word = confirmWord(world.state, credential);
  const waiting = credential.targets.filter((one) => one.state !== "in-use");
  guide.show(`CUT the key ending ..${credential.old.last4 ?? "????"}: it cannot be undone`);
  guide.show(`KEEP every key named ..-ir-${guide.incident.slice(-4)}-..`);
  if (waiting.length > 0)
    guide.show(`fails until replaced: ${waiting.map((one) => one.id).join(", ")}`);
  if (credential.outage !== null)
    guide.show(
      `outage of ${String(credential.outage.minutes)} min accepted by ${credential.outage.by}`,
    );
  const typed = await guide.ask.text("Type its name as the dashboard shows it (Enter = back)");
  if (typed === "") return;
  if (typed !== word) {
    guide.show(`That is not ${word}: nothing was done.`);
    return;
  }
  const result = await run(guide, opened, { confirm: typed });
  for (const text of result.lines) guide.show(text);
  proveBeside(guide, credential.id);
}

/** The proof takes a minute: it runs beside the person, who goes on with the next row. */
function proveBeside(guide: Guide, credential: string): void {
  guide.beside(`verify-key-rejected/${credential}`, async (app) => {
    const result = await runStep(app, {
      incident: guide.incident,
      step: "verify-key-rejected",
      credential,
      options: NO_OPTIONS,
    });
    return result.lines;
  });
}

/** A hidden paste, checked against the old value before it is believed. */
async function pasteNew(guide: Guide, opened: Opened): Promise<void> {
  guide.show("KEEP THE DIALOG OPEN until SEALED shows here.");
  const secret = await guide.ask.hidden("Paste the new key (hidden, Enter = back)", true);
  if (secret === undefined) return;
  const result = await run(guide, opened, { secret });
  for (const text of result.lines) guide.show(text);
  guide.show("Now close the dialog and clear the clipboard.");
}

async function cannot(guide: Guide, opened: Opened): Promise<void> {
  const help = opened.world.compiled.runbook.help[opened.step.id];
  guide.show(help?.cannot ?? "Ask the incident commander who can.");
  const verb = await guide.ask.choose("Then?", [
    { key: "w", words: "waive it, with a reason" },
    { key: "k", words: "skip it: not needed" },
    { key: "b", words: "back" },
  ]);
  if (verb === "b") return;
  const because = await askReason(guide, "Why");
  if (because !== undefined)
    await change(guide, opened, verb === "w" ? "waive" : "skip", { because });
}

/** After the clicks: done, with a paste where a key is made, or not possible. */
async function byHand(guide: Guide, opened: Opened, error: ManualStepError): Promise<void> {
  guide.show(error.message);
  for (const text of error.lines) guide.show(`  ${text}`);
  if (error.code === "manual-create") {
    await pasteNew(guide, opened);
    return;
  }
  const answer = await guide.ask.choose("Done there?", [
    { key: "y", words: "yes, done" },
    { key: "x", words: "I can't" },
    { key: "b", words: "back" },
  ]);
  if (answer === "x") await cannot(guide, opened);
  if (answer !== "y") return;
  await change(guide, opened, "done", { note: "by hand" });
  if (opened.step.effect === "block-key" && opened.credential !== undefined)
    proveBeside(guide, opened.credential.id);
}

async function automation(guide: Guide, opened: Opened): Promise<void> {
  if (opened.step.effect === "block-key") {
    await cut(guide, opened);
    return;
  }
  const result = await run(guide, opened, {});
  for (const text of result.lines) guide.show(text);
}

/** Facts of a step that are not known yet, asked once. */
async function askInputs(guide: Guide, opened: Opened): Promise<readonly string[]> {
  const { world, step, credential } = opened;
  const facts: string[] = [];
  for (const name of step.inputs) {
    if (factValue(world.state, name, credential) !== undefined) continue;
    const definition = world.compiled.runbook.facts[name];
    if (definition === undefined) continue;
    const choices = definition.values.length > 0 ? ` (${definition.values.join(", ")})` : "";
    const answer = await guide.ask.text(`${definition.title}${choices} (Enter = later)`);
    if (answer !== "") facts.push(`${name}=${answer}`);
  }
  return facts;
}

/** A step that only a person does. */
async function manual(guide: Guide, opened: Opened): Promise<void> {
  const { world, step } = opened;
  const help = world.compiled.runbook.help[step.id];
  guide.show(step.title);
  for (const text of help?.how ?? []) guide.show(`  ${text}`);
  const proof = step.kind === "verification";
  const answer = await guide.ask.choose(
    proof ? "Can you vouch for it?" : "Done?",
    [
      { key: "y", words: proof ? "yes, I can say how I know" : "yes, done" },
      { key: "x", words: "I can't" },
      { key: "b", words: "back" },
    ],
    proof ? undefined : "y",
  );
  if (answer === "x") await cannot(guide, opened);
  if (answer !== "y") return;
  const because = proof ? await askReason(guide, "How do you know") : undefined;
  if (proof && because === undefined) return;
  const facts = await askInputs(guide, opened);
  await change(guide, opened, "done", { facts, ...(because === undefined ? {} : { because }) });
}

async function perform(guide: Guide, opened: Opened): Promise<void> {
  if (await askDecision(guide, opened)) return;
  if (opened.step.effect === null) {
    await manual(guide, opened);
    return;
  }
  try {
    await automation(guide, opened);
  } catch (error) {
    if (!(error instanceof ManualStepError)) throw error;
    await byHand(guide, opened, error);
  }
}

/** Do what a row leads to. Errors that a person can answer are shown, and the session goes on. */
export async function openRow(
  guide: Guide,
  stepId: string,
  credentialId: string | null,
): Promise<void> {
  const world = await worldNow(guide);
  const step = findStep(world.compiled.runbook, stepId);
  if (step === undefined) return;
  const credential = credentialId === null ? undefined : world.state.credentials[credentialId];
  const item = checklistItem(world.compiled.runbook, world.state, step, credential ?? null);
  const opened: Opened = { world, step, credential };
  try {
    if (item.state === "unknown")
      throw new ClaroIrError("unknown", "outcome-unknown", "Its outcome is unknown.", {
        hint: "press r to look",
      });
    await perform(guide, opened);
  } catch (error) {
    if (!(error instanceof ClaroIrError) || error.kind === "interrupted") throw error;
    guide.show(error.message);
    if (error.hint !== undefined) guide.show(`next: ${error.hint}`);
  }
}
