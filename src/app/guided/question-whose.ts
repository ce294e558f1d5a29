// Question 2 of `start`: whose key, which environment, in one answer. An ambiguous prefix has no default; nothing is sent to a guess.
import { vendorsOf } from "../../core/credential/vendor.ts";
import { liveCredentials } from "../../core/incident/checklist.ts";
import type { Environment, IncidentFact } from "../../core/incident/event.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import type { Prompter } from "../../ports/prompter.ts";
import type { App } from "../context.ts";
import { change, loadIncident, worldOf } from "../incident.ts";
import { KEY_NAMED } from "../match-key.ts";
import { PROVIDER_CONFIRMED } from "../provider.ts";
import { startFact } from "./question-how.ts";
import type { Known } from "./known.ts";

/** Choices are answered by one digit. */
const MOST_CHOICES = 9;
const ENVIRONMENTS = ["production", "staging", "development"] as const;

interface Whose {
  readonly provider: string;
  readonly environment: Environment;
}

/** Who may have issued it: the one somebody named, else whom its prefix allows and whoever is configured. */
function providersOf(
  app: App,
  credential: CredentialState,
  known: Known,
  index: number,
): readonly string[] {
  if (credential.facts[PROVIDER_CONFIRMED]?.value !== "no") return [credential.provider];
  const vendors = vendorsOf(known.input.claims[index]?.secret?.reveal() ?? "");
  const configured = app.config.providers.map((one) => one.id);
  return [...new Set([...vendors, ...configured])];
}

/** The register or a place that holds the value has answered: whose, and for which environment its name says. */
function isKnown({ facts, name }: CredentialState): boolean {
  return (
    facts[PROVIDER_CONFIRMED]?.value !== "no" &&
    facts[KEY_NAMED]?.value !== "no" &&
    ENVIRONMENTS.some((environment) => name.startsWith(`${environment}-`))
  );
}

/** What the answer means for a key; a name that was made up follows it. */
function answered(
  credential: CredentialState,
  { provider, environment }: Whose,
): readonly IncidentFact[] {
  const { id } = credential;
  const isNamed = credential.facts[KEY_NAMED]?.value !== "no";
  const name = isNamed ? credential.name : `${environment}-${provider}-key`;
  return [
    { type: "credential.described", data: { credential: id, name, environment, provider } },
    startFact(PROVIDER_CONFIRMED, "yes", id),
  ];
}

async function askOne(
  ask: Prompter,
  providers: readonly string[],
  environments: readonly Environment[],
): Promise<Whose | undefined> {
  const pairs = providers
    .flatMap((provider) => environments.map((environment) => ({ provider, environment })))
    .slice(0, MOST_CHOICES);
  const [only] = pairs;
  if (pairs.length === 1) return only;
  const choices = pairs.map((pair, index) => ({
    key: String(index + 1),
    words: `${pair.provider} ${pair.environment}`,
  }));
  const other = { key: "o", words: "another vendor" };
  const preferred = providers.length === 1 ? "1" : undefined;
  if (providers.length > 1)
    ask.say(`Its beginning fits ${providers.join(" and ")}; nothing is sent to a guess.`, "dim");
  const key = await ask.choose("2 Whose?", [...choices, other], preferred);
  if (key !== "o") return pairs[Number(key) - 1];
  const provider = await ask.text("Which vendor");
  const [environment = "production"] = environments;
  return provider === "" ? undefined : { provider, environment };
}

/** Several keys at once: one answer for their environment, one for each group of vendors that is in doubt. */
async function askSeveral(
  app: App,
  ask: Prompter,
  known: Known,
  all: readonly CredentialState[],
  open: readonly CredentialState[],
): Promise<readonly IncidentFact[]> {
  const key = known.has("environment")
    ? "k"
    : await ask.choose(
        `2 Which environment are these ${String(open.length)} keys for?`,
        [
          { key: "p", words: "production, all of them" },
          { key: "s", words: "staging, all" },
          { key: "d", words: "development, all" },
          { key: "e", words: "each its own" },
        ],
        "p",
      );
  const same = ENVIRONMENTS.find((one) => one.startsWith(key));
  const asked = new Map<string, string>();
  const facts: IncidentFact[] = [];
  for (const credential of open) {
    const providers = providersOf(app, credential, known, all.indexOf(credential));
    const group = providers.join(" or ");
    const environments =
      same !== undefined ? [same] : key === "e" ? ENVIRONMENTS : [credential.environment];
    const chosen = asked.get(group);
    if ((chosen === undefined && providers.length > 1) || environments.length > 1)
      ask.say(`${credential.id} ..${credential.old.last4 ?? "????"}`);
    const whose = await askOne(ask, chosen === undefined ? providers : [chosen], environments);
    if (whose === undefined) continue;
    asked.set(group, whose.provider);
    facts.push(...answered(credential, whose));
  }
  return facts;
}

/** Ask again about one key: every answer of the start can be changed. */
export async function describeKey(
  app: App,
  ask: Prompter,
  incident: string,
  credential: CredentialState,
): Promise<void> {
  const configured = app.config.providers.map((one) => one.id);
  const providers = [...new Set([credential.provider, ...configured])];
  const whose = await askOne(ask, providers, ENVIRONMENTS);
  if (whose !== undefined) await change(app, incident, () => answered(credential, whose));
}

/** Ask, and put the answers on record. */
export async function askWhose(
  app: App,
  ask: Prompter,
  known: Known,
  incident: string,
): Promise<void> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  const all = liveCredentials(state);
  const open = all.filter((one) => !isKnown(one));
  const [first] = open;
  if (first === undefined) {
    ask.say(`2 Whose: ${all.map((one) => one.name).join(", ")}`, "dim");
    return;
  }
  if (all.length > 1) {
    const facts = await askSeveral(app, ask, known, all, open);
    await change(app, incident, () => facts);
    return;
  }
  const environments = known.has("environment") ? [first.environment] : ENVIRONMENTS;
  const whose = await askOne(ask, providersOf(app, first, known, 0), environments);
  if (whose !== undefined) await change(app, incident, () => answered(first, whose));
}
