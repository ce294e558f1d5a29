// The five questions of `start`: at most five, each skipped when something answers it, the incident durable after the first.
import { Secret } from "../../core/credential/secret.ts";
import { ClaroIrError } from "../../core/error.ts";
import type { Prompter } from "../../ports/prompter.ts";
import type { App } from "../context.ts";
import { AlreadyOpenError, declare, type StartInput } from "../declare.ts";
import { change } from "../incident.ts";
import { joinIncident } from "../join.ts";
import { askHow, askMisuse, askOutage } from "./question-how.ts";
import { askWhose } from "./question-whose.ts";
import { settleAdvice } from "./settle-advice.ts";

/** What flags have said already. */
export interface Known {
  readonly input: StartInput;
  readonly has: (name: "environment" | "provider" | "evidence" | "abuse" | "tolerance") => boolean;
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
  await settleAdvice(app, id);
  if (!known.has("tolerance")) await askOutage(app, ask, id);
  return id;
}
