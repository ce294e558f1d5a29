// The five questions of `start`: at most five, each skipped when something answers it, the incident durable after the first.
import { advise } from "../../core/credential/advise.ts";
import { vendorsOf } from "../../core/credential/vendor.ts";
import { decide, strategyFacts } from "../../core/incident/decide/decision.ts";
import { severityFacts } from "../../core/incident/decide/declare.ts";
import { adviceFacts, replacementMinutes } from "../../core/incident/facts.ts";
import type { Environment, IncidentFact } from "../../core/incident/event.ts";
import type { Prompter } from "../../ports/prompter.ts";
import type { App } from "../context.ts";
import { declare, type StartInput } from "../declare.ts";
import { change, loadIncident, worldOf } from "../incident.ts";
import { PROVIDER_CONFIRMED } from "../provider.ts";

const HOW = [
  { key: "p", words: "public", level: "public-exposure" },
  { key: "a", words: "abused", level: "confirmed-abuse" },
  { key: "o", words: "odd usage", level: "suspected-anomaly" },
  { key: "i", words: "inside", level: "internal-exposure" },
  { key: "l", words: "lost", level: "lost" },
] as const;

/** Choices are answered by one digit. */
const MOST_CHOICES = 9;

interface Known {
  readonly input: StartInput;
  /** Answers that flags gave already. */
  readonly has: (name: "environment" | "provider" | "evidence" | "abuse" | "tolerance") => boolean;
}

function fact(name: string, value: string, credential: string | null): IncidentFact {
  return {
    type: "fact.set",
    data: { name, value, credential, source: "start", grade: "E3" },
  };
}

/** 1: the leaked value, hidden. Nothing is sent anywhere yet. */
async function askValue(ask: Prompter, known: Known): Promise<StartInput> {
  if (known.input.claims.length > 0) return known.input;
  const secret = await ask.hidden("1 Leaked key (hidden paste, Enter = not at hand)", true);
  return { ...known.input, claims: [{ name: undefined, secret, keyId: undefined }] };
}

interface Whose {
  readonly provider: string;
  readonly environment: Environment;
}

/** Every pair that is still open, in the order people most often need. */
function pairsOf(
  providers: readonly string[],
  environments: readonly Environment[],
): readonly Whose[] {
  return providers.flatMap((provider) =>
    environments.map((environment) => ({ provider, environment })),
  );
}

/** 2: whose, which environment, in one answer. An ambiguous prefix has no default. */
async function askWhose(app: App, ask: Prompter, known: Known, incident: string): Promise<void> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  const [credential] = Object.values(state.credentials);
  if (credential === undefined) return;
  const { id, name } = credential;
  const confirmed = credential.facts[PROVIDER_CONFIRMED]?.value !== "no";
  const vendors = vendorsOf(known.input.claims[0]?.secret?.reveal() ?? "");
  const providers = confirmed
    ? [credential.provider]
    : [...new Set([...vendors, ...app.config.providers.map((one) => one.id)])];
  const environments = known.has("environment")
    ? [credential.environment]
    : (["production", "staging", "development"] as const);
  const pairs = pairsOf(providers, environments).slice(0, MOST_CHOICES);
  const choices = pairs.map((pair, index) => ({
    key: String(index + 1),
    words: `${pair.provider} ${pair.environment}`,
  }));
  const preferred = providers.length === 1 ? "1" : undefined;
  const key =
    choices.length === 1
      ? "1"
      : await ask.choose("2 Whose? Nothing is sent yet.", choices, preferred);
  const chosen = pairs[Number(key) - 1] ?? credential;
  const { environment, provider } = chosen;
  await change(app, incident, () => [
    { type: "credential.described", data: { credential: id, name, environment, provider } },
    fact(PROVIDER_CONFIRMED, "yes", id),
  ]);
}

async function askHow(ask: Prompter, known: Known): Promise<readonly IncidentFact[]> {
  const facts: IncidentFact[] = [];
  if (!known.has("evidence")) {
    const key = await ask.choose("3 How is it known?", HOW, "p");
    const level = HOW.find((one) => one.key === key)?.level ?? "unknown";
    facts.push(fact("evidenceLevel", level, null));
  }
  if (!known.has("abuse")) {
    const key = await ask.choose(
      "4 Misused now?",
      [
        { key: "u", words: "don't know" },
        { key: "y", words: "yes" },
        { key: "n", words: "no" },
      ],
      "u",
    );
    facts.push(fact("abuse", { u: "unknown", y: "yes", n: "no" }[key] ?? "unknown", null));
  }
  return facts;
}

/** 5: only for production and only if it changes the advice; no Enter default, because a yes accepts harm. */
async function askOutage(app: App, ask: Prompter, incident: string): Promise<void> {
  const world = worldOf(app, await loadIncident(app, incident));
  const [credential] = Object.values(world.state.credentials);
  if (credential?.environment !== "production") return;
  const facts = adviceFacts(world.state, credential);
  const matters =
    advise({ ...facts, tolerance: "none" }).strategy !==
    advise({ ...facts, tolerance: "minutes" }).strategy;
  if (!matters) return;
  const minutes = replacementMinutes(world.state, credential, false);
  const key = await ask.choose(`5 May it fail about ${String(minutes)} min?`, [
    { key: "y", words: "yes: outage accepted by you, recorded" },
    { key: "n", words: "no: replace first" },
    { key: "?", words: "don't know: asked again at the cut" },
  ]);
  const id = credential.id;
  if (key === "y")
    await change(app, incident, (now) => [
      fact("outageTolerance", "minutes", id),
      ...decide(now, {
        kind: "outage",
        value: String(minutes),
        because: advise(facts).why,
        credential: id,
      }),
    ]);
  if (key === "n")
    await change(app, incident, (now) => [
      fact("outageTolerance", "none", id),
      ...decide(now, {
        kind: "strategy",
        value: "replace-first",
        because: "no outage is bearable",
        credential: id,
      }),
    ]);
}

/** Facts that follow from the answers: severity and strategy as the table says now. */
async function settle(app: App, incident: string): Promise<void> {
  await change(app, incident, (world) => [
    ...severityFacts(world),
    ...Object.values(world.state.credentials)
      .filter((one) => one.old.state === "alive")
      .flatMap((one) => strategyFacts(world, one, undefined, undefined)),
  ]);
}

/** Ask what flags have not answered; gives the incident's id. Durable after the first answer. */
export async function startByQuestions(
  app: App,
  ask: Prompter,
  show: (line: string) => void,
  known: Known,
): Promise<string> {
  const input = await askValue(ask, known);
  const { id } = await declare(app, input);
  show(`${id} saved`);
  await askWhose(app, ask, { ...known, input }, id);
  const answers = await askHow(ask, known);
  if (answers.length > 0) await change(app, id, () => answers);
  await settle(app, id);
  if (!known.has("tolerance")) await askOutage(app, ask, id);
  return id;
}
