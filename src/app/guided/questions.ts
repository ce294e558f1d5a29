// The five questions of `start`: at most five, each skipped when something answers it, the incident durable after the first.
import { Secret } from "../../core/credential/secret.ts";
import { ClaroIrError } from "../../core/error.ts";
import { factValue } from "../../core/incident/facts.ts";
import type { Prompter } from "../../ports/prompter.ts";
import type { App } from "../context.ts";
import { AlreadyOpenError, declare, type StartInput } from "../declare.ts";
import { followRunbook } from "../follow-runbook.ts";
import { change, loadIncident, worldOf } from "../incident.ts";
import { joinIncident } from "../join.ts";
import { askHow, askMisuse, askOutage } from "./question-how.ts";
import { askWhose } from "./question-whose.ts";
import { settleAdvice } from "./settle-advice.ts";

const SUSPICION = "suspicious-usage";

/** What flags have said already. */
export interface Known {
  readonly input: StartInput;
  readonly has: (
    name: "environment" | "provider" | "evidence" | "abuse" | "tolerance" | "runbook",
  ) => boolean;
}

/** 1: the leaked value, hidden. Nothing is sent anywhere yet. */
async function askValue(ask: Prompter, { input }: Known): Promise<StartInput> {
  if (input.claims.length > 0) return input;
  for (;;) {
    try {
      const pasted = await ask.hidden("1 Leaked key (hidden paste, Enter = not at hand)");
      const secret = pasted instanceof Secret ? pasted : undefined;
      return { ...input, claims: [{ name: undefined, secret, keyId: undefined }] };
    } catch (error) {
      if (!(error instanceof ClaroIrError) || error.code !== "bad-paste") throw error;
      ask.say(`${error.message} ${error.hint ?? ""}`, "yellow");
    }
  }
}

/** Somebody is at it already: take part there. Throws the refusal again when the person would rather not. */
async function offerJoin(app: App, ask: Prompter, error: AlreadyOpenError): Promise<string> {
  ask.say(error.message, "yellow");
  const answer = await ask.choose(
    `Join ${error.incident}?`,
    [
      { key: "y", words: "yes" },
      { key: "n", words: "no" },
    ],
    "y",
  );
  if (answer === "n") throw error;
  await joinIncident(app, error.incident, app.actor.id, undefined);
  return error.incident;
}

/** A suspicion without proof has a runbook of its own, with nothing destructive on its first screen. */
async function followEvidence(app: App, ask: Prompter, incident: string): Promise<void> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  const isSuspicion = factValue(state, "evidenceLevel") === "suspected-anomaly";
  if (!isSuspicion || factValue(state, "abuse") === "yes" || state.runbook.id === SUSPICION) return;
  await followRunbook(app, incident, SUSPICION, "odd usage, no proof");
  ask.say("A suspicion: look first, decide within half an hour. Nothing is cut before that.");
}

/** Ask what flags have not answered; gives the incident's id. Durable after the first answer, and told to `declared` then. */
export async function startByQuestions(
  app: App,
  ask: Prompter,
  known: Known,
  declared: (incident: string) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const input = await askValue(ask, known);
  let id: string;
  try {
    ({ id } = await declare(app, input));
  } catch (error) {
    if (!(error instanceof AlreadyOpenError)) throw error;
    return offerJoin(app, ask, error);
  }
  await declared(id);
  ask.say(`${id} saved. Nothing has been sent anywhere.`, "green");
  await askWhose(app, ask, { ...known, input }, id);
  const facts = [
    ...(known.has("evidence") ? [] : [await askHow(ask)]),
    ...(known.has("abuse") ? [] : [await askMisuse(ask)]),
  ];
  if (facts.length > 0) await change(app, id, () => facts);
  if (!known.has("runbook")) await followEvidence(app, ask, id);
  await settleAdvice(app, id);
  if (!known.has("tolerance")) await askOutage(app, ask, id);
  return id;
}
