// From the first answer on: the incident is declared, then the other four questions.
import { factValue } from "../../core/incident/facts.ts";
import type { EvidenceLevel } from "../../core/runbook/runbook.ts";
import type { Prompter } from "../../ports/prompter.ts";
import type { App } from "../context.ts";
import { AlreadyOpenError, declare } from "../declare.ts";
import { followRunbook } from "../follow-runbook.ts";
import { loadIncident, worldOf } from "../incident.ts";
import { joinIncident } from "../join.ts";
import { offerRunbooks } from "../offer-runbooks.ts";
import { askHow, askMisuse, askOutage } from "./question-how.ts";
import { askWhose } from "./question-whose.ts";
import type { Known } from "./known.ts";
import { withWayBack } from "./way-back.ts";
import { settleAdvice } from "./settle-advice.ts";

const SUSPICION = "suspicious-usage";

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

/** What is usually known where the chosen runbook is followed. */
async function usualLevel(app: App, incident: string): Promise<EvidenceLevel | null> {
  return worldOf(app, await loadIncident(app, incident)).compiled.runbook.evidenceLevel;
}

/** Other playbooks for what was answered: named, not asked about. */
async function offerOthers(app: App, ask: Prompter, incident: string): Promise<void> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  for (const line of await offerRunbooks(app, state)) ask.say(line);
}

/** Declare with the first answer, then ask the rest; gives the incident's id. */
export async function declareAndAsk(
  app: App,
  ask: Prompter,
  known: Known,
  declared: (incident: string) => Promise<void>,
): Promise<string> {
  let id: string;
  try {
    ({ id } = await declare(app, known.input));
  } catch (error) {
    if (!(error instanceof AlreadyOpenError)) throw error;
    return offerJoin(app, ask, error);
  }
  await declared(id);
  ask.say(`${id} saved. Nothing has been sent anywhere.`, "green");
  await withWayBack(id, () => askRest(app, ask, known, id));
  return id;
}

/** Questions 2 to 5, each skipped when a flag has answered it. */
async function askRest(app: App, ask: Prompter, known: Known, id: string): Promise<void> {
  await askWhose(app, ask, known, id);
  const facts = [
    ...(known.has("evidence") ? [] : [await askHow(ask, await usualLevel(app, id))]),
    ...(known.has("abuse") ? [] : [await askMisuse(ask)]),
  ];
  await settleAdvice(app, id, facts);
  if (!known.has("runbook")) await followEvidence(app, ask, id);
  if (!known.has("tolerance")) await askOutage(app, ask, id);
  if (!known.has("runbook")) await offerOthers(app, ask, id);
}
