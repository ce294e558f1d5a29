// Decisions, asked with the advice and the rule behind it. Where harm is accepted there is no Enter default.
import { tellsOf } from "../../core/compliance/told.ts";
import { advise } from "../../core/credential/advise.ts";
import { decide, type Decidable } from "../../core/incident/decide/decision.ts";
import { adviceFacts, replacementMinutes } from "../../core/incident/facts.ts";
import { close, standDownIncident } from "../end.ts";
import { decideVerdict } from "../follow-runbook.ts";
import { namedFact } from "../fact.ts";
import { change, record } from "../incident.ts";
import { asCommand, askReason, orSay, worldNow, type Guide } from "./guide.ts";
import type { Left } from "./left.ts";
import { askInputs } from "./manual.ts";
import type { Opened } from "./run.ts";

async function decideAs(
  guide: Guide,
  kind: Decidable,
  value: string,
  because: string,
  credential: string | undefined,
): Promise<void> {
  await change(asCommand(guide), guide.incident, (world) =>
    decide(world, { kind, value, because: guide.app.clean(because), credential }),
  );
  guide.ask.say(`decided: ${kind} ${value}`);
}

/** The rule's reason is not the person's: what they did is on record as that. */
const ACCEPTED = "answered yes when asked before the cut";

async function outage(guide: Guide, { world, credential }: Opened): Promise<Left> {
  if (credential === undefined) return "back";
  const minutes = replacementMinutes(world.state, credential, false);
  const places = credential.targets.map((one) => one.id).join(", ") || "what uses it";
  // No Enter default: a yes accepts harm.
  const answer = await guide.ask.choose(
    `Cutting now breaks ${places} for about ${String(minutes)} min.`,
    [
      { key: "y", words: "accepted, by me, on record" },
      { key: "n", words: "no: replace first, cut then" },
      { key: "b", words: "back" },
    ],
  );
  if (answer === "b") return "back";
  if (answer === "y") await decideAs(guide, "outage", String(minutes), ACCEPTED, credential.id);
  else await decideAs(guide, "strategy", "replace-first", "no outage is bearable", credential.id);
  return answer === "y" ? "next" : "back";
}

/** `s`: the order of the cut, with the rule that fires. */
export async function askStrategy(guide: Guide, { world, credential }: Opened): Promise<Left> {
  if (credential === undefined) return "back";
  const advice = advise(adviceFacts(world.state, credential));
  guide.ask.say(`Advice: ${advice.strategy}, rule ${advice.rule}: ${advice.why}`);
  guide.ask.say(`Now: ${credential.strategy ?? "not chosen"}`);
  const answer = await guide.ask.choose("Which order?", [
    { key: "c", words: "contain first: cut, then replace" },
    { key: "r", words: "replace first: cut when every place uses the new key" },
    ...(credential.ceilingAt === null
      ? []
      : [
          {
            key: "m",
            words: `let the old key live 15 min more (now until ${credential.ceilingAt.slice(11, 16)}Z)`,
          },
        ]),
    { key: "b", words: "back" },
  ]);
  if (answer === "b") return "back";
  const because = await askReason(guide, "Why");
  if (because === undefined) return "back";
  if (answer === "m") await decideAs(guide, "ceiling", "+15m", because, credential.id);
  else {
    const chosen = answer === "c" ? "contain-first" : "replace-first";
    await decideAs(guide, "strategy", chosen, because, credential.id);
  }
  return "next";
}

/** Since when it counts, and what says which duties follow: each may be answered later. */
async function askDuties(guide: Guide, opened: Opened): Promise<void> {
  const { askStart } = await import("./duties.ts");
  await orSay(guide, () => askStart(guide, "aware_personal_data_at"));
  const facts = await askInputs(guide, opened);
  for (const fact of facts) {
    const [name = "", ...value] = fact.split("=");
    const now = await worldNow(guide);
    await record(asCommand(guide), guide.incident, [
      namedFact(guide.app, now, name, value.join("="), undefined),
    ]);
  }
}

async function personalData(guide: Guide, opened: Opened): Promise<Left> {
  const answer = await guide.ask.choose("Is this a personal-data breach?", [
    { key: "y", words: "yes" },
    { key: "n", words: "no" },
    { key: "l", words: "not yet known" },
    { key: "b", words: "back" },
  ]);
  const value = { y: "yes", n: "no", l: "not-yet" }[answer];
  const because = value === undefined ? undefined : await askReason(guide, "Why");
  if (value === undefined || because === undefined) return "back";
  await decideAs(guide, "personal-data", value, because, undefined);
  if (value === "yes") await askDuties(guide, opened);
  return "next";
}

/** The verdict on a suspicion: all but benign make it a compromised key, in this same incident. */
async function verdict(guide: Guide): Promise<Left> {
  const answer = await guide.ask.choose("Whose use was it?", [
    { key: "o", words: "ours: benign, nothing leaked" },
    { key: "t", words: "a thief's: confirmed" },
    { key: "u", words: "unclear: treat it as leaked, replace first" },
    { key: "b", words: "back" },
  ]);
  const value = { o: "benign", t: "confirmed", u: "unclear" }[answer];
  const because = value === undefined ? undefined : await askReason(guide, "How do you know");
  if (value === undefined || because === undefined) return "back";
  await decideVerdict(asCommand(guide), guide.incident, value, guide.app.clean(because));
  guide.ask.say(`verdict: ${value}`, "green");
  return "next";
}

async function standingDown(guide: Guide): Promise<Left> {
  const because = await askReason(guide, "Stand down: what was it");
  if (because === undefined) return "back";
  await standDownIncident(asCommand(guide), guide.incident, because);
  guide.ask.say(`${guide.incident} is stood down`, "green");
  return "next";
}

async function ending(guide: Guide): Promise<Left> {
  const because = await askReason(guide, "Close it: what was the end");
  if (because === undefined) return "back";
  await close(asCommand(guide), guide.incident, because);
  guide.ask.say(`${guide.incident} is closed`, "green");
  return "next";
}

/** Steps that mean that somebody was told are done notice by notice; undefined where there is none to send. */
async function telling(guide: Guide): Promise<Left | undefined> {
  const { dutiesRoom } = await import("./duties.ts");
  return dutiesRoom(guide);
}

/** Ask a decision step's question; undefined when the step is none that has one. */
export async function askDecision(guide: Guide, decision: Opened): Promise<Left | undefined> {
  switch (decision.step.decides) {
    case "outage":
      return outage(guide, decision);
    case "strategy":
      return askStrategy(guide, decision);
    case "personal-data":
      return personalData(guide, decision);
    case "verdict":
      return verdict(guide);
    case "stand-down":
      return standingDown(guide);
    case "close":
      return ending(guide);
    default:
      return tellsOf(decision.step) === null ? undefined : telling(guide);
  }
}
