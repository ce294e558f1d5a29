// The five questions of `start`: at most five, each skipped when something answers it. Only the first is here: it must come at once.
import { Secret } from "../../core/credential/secret.ts";
import { ClaroIrError } from "../../core/error.ts";
import type { Prompter } from "../../ports/prompter.ts";
import type { App } from "../context.ts";
import type { StartInput } from "../declare.ts";
import type { Known } from "./known.ts";

/** 1: the leaked value, hidden. Nothing is sent anywhere yet. */
async function askValue(ask: Prompter, { input }: Known, shown: () => void): Promise<StartInput> {
  if (input.claims.length > 0) {
    const count = input.claims.length;
    ask.say(`1 Leaked key: ${count === 1 ? "given" : `${String(count)} given`}`, "dim");
    return input;
  }
  for (;;) {
    try {
      const pasted = await ask.hidden(
        "1 Leaked key (hidden paste, Enter = not at hand)",
        [],
        shown,
      );
      const secret = pasted instanceof Secret ? pasted : undefined;
      return { ...input, claims: [{ name: undefined, secret, keyId: undefined }] };
    } catch (error) {
      if (!(error instanceof ClaroIrError) || error.code !== "bad-paste") throw error;
      ask.say(`${error.message} ${error.hint ?? ""}`, "yellow");
    }
  }
}

/** Ask what flags have not answered; gives the incident's id. Durable after the first answer, and told to `declared` then. */
export async function startByQuestions(
  app: App,
  ask: Prompter,
  known: Known,
  declared: (incident: string) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const input = await askValue(ask, known, () => {
    void import("./questions-declared.ts");
    known.reading?.();
  });
  const { declareAndAsk } = await import("./questions-declared.ts");
  return declareAndAsk(app, ask, { ...known, input }, declared);
}
