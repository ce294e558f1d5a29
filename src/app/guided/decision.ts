// Decisions, asked with the advice and the rule behind it. Where harm is accepted there is no Enter default.
import { advise } from "../../core/credential/advise.ts";
import { decide, type Decidable } from "../../core/incident/decide/decision.ts";
import type { World } from "../../core/incident/decide/world.ts";
import { adviceFacts, replacementMinutes } from "../../core/incident/facts.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import type { Step } from "../../core/runbook/runbook.ts";
import { close } from "../end.ts";
import { change } from "../incident.ts";
import { asCommand, askReason, type Guide } from "./guide.ts";

export interface Decision {
  readonly world: World;
  readonly step: Step;
  readonly credential: CredentialState | undefined;
}

async function record(
  guide: Guide,
  kind: Decidable,
  value: string,
  because: string,
  credential: string | undefined,
): Promise<void> {
  await change(asCommand(guide), guide.incident, (world) =>
    decide(world, { kind, value, because: guide.app.clean(because), credential }),
  );
  guide.show(`decided: ${kind} ${value}`);
}

async function outage(guide: Guide, { world, credential }: Decision): Promise<void> {
  if (credential === undefined) return;
  const minutes = replacementMinutes(world.state, credential, false);
  const places = credential.targets.map((one) => one.id).join(", ") || "whatever uses it";
  const answer = await guide.ask.choose(`May it fail about ${String(minutes)} min (${places})?`, [
    { key: "y", words: "yes, accepted by you, on record" },
    { key: "n", words: "no: replace first instead" },
    { key: "b", words: "back" },
  ]);
  const { why } = advise(adviceFacts(world.state, credential));
  if (answer === "y") await record(guide, "outage", String(minutes), why, credential.id);
  if (answer === "n")
    await record(guide, "strategy", "replace-first", "no outage is bearable", credential.id);
}

/** `s`: the order of the cut, with the rule that fires. */
export async function askStrategy(guide: Guide, decision: Decision): Promise<void> {
  const { world, credential } = decision;
  if (credential === undefined) return;
  const advice = advise(adviceFacts(world.state, credential));
  guide.show(`advice: ${advice.strategy} (${advice.rule}): ${advice.why}`);
  guide.show(`now: ${credential.strategy ?? "not chosen"}`);
  const answer = await guide.ask.choose("Which order?", [
    { key: "c", words: "contain first: cut, then replace" },
    { key: "r", words: "replace first: cut when every place uses the new key" },
    { key: "m", words: "move the ceiling by 15 min" },
    { key: "b", words: "back" },
  ]);
  if (answer === "b") return;
  const because = await askReason(guide, "Why");
  if (because === undefined) return;
  if (answer === "m") await record(guide, "ceiling", "+15m", because, credential.id);
  else
    await record(
      guide,
      "strategy",
      answer === "c" ? "contain-first" : "replace-first",
      because,
      credential.id,
    );
}

async function personalData(guide: Guide): Promise<void> {
  const answer = await guide.ask.choose("Is this a personal-data breach?", [
    { key: "y", words: "yes" },
    { key: "n", words: "no" },
    { key: "l", words: "not yet known" },
    { key: "b", words: "back" },
  ]);
  const value = { y: "yes", n: "no", l: "not-yet" }[answer];
  if (value === undefined) return;
  const because = await askReason(guide, "Why");
  if (because !== undefined) await record(guide, "personal-data", value, because, undefined);
}

async function ending(guide: Guide): Promise<void> {
  const because = await askReason(guide, "Close it: what was the end");
  if (because === undefined) return;
  await close(asCommand(guide), guide.incident, because);
  guide.show(`${guide.incident} is closed`);
}

/** Ask a decision step's question; false when the step is none that has one. */
export async function askDecision(guide: Guide, decision: Decision): Promise<boolean> {
  switch (decision.step.decides) {
    case "outage":
      await outage(guide, decision);
      return true;
    case "strategy":
      await askStrategy(guide, decision);
      return true;
    case "personal-data":
      await personalData(guide);
      return true;
    case "close":
      await ending(guide);
      return true;
    default:
      return false;
  }
}
