// The questions of `init`, each skipped where a flag has answered it. Enter takes what is offered.
import { ClaroIrError } from "../../core/error.ts";
import type { Person } from "../../core/setup/config-text.ts";
import type { NamedPlace } from "../../core/setup/place.ts";
import type { Prompter } from "../../ports/prompter.ts";
import {
  chosenPlaces,
  peopleOf,
  personOf,
  providerEntry,
  type Answers,
  type SetupFlags,
} from "./answers.ts";
import type { Ground } from "./ground.ts";

/** One key chooses. */
const MOST_PROVIDERS = 9;

/** Ask what the flags have not answered. */
export async function askSetup(
  ask: Prompter,
  ground: Ground,
  found: readonly NamedPlace[],
  flags: SetupFlags,
): Promise<Answers> {
  return {
    workspace: flags.workspace ?? (await ask.text("1 Workspace at the vendor?", ground.folderName)),
    people: flags.operator === undefined ? await askPeople(ask, ground) : peopleOf(flags.operator),
    provider: providerEntry(ground, flags.provider ?? (await askProvider(ask, ground))),
    places:
      flags.targets === undefined
        ? await askPlaces(ask, found)
        : chosenPlaces(found, flags.targets),
  };
}

async function askPeople(
  ask: Prompter,
  { osUser }: Ground,
): Promise<readonly [Person, ...Person[]]> {
  const me = await askPerson(ask, "2 You, and your role there?", `${osUser} owner`);
  const others: Person[] = [];
  for (;;) {
    const next = await askPerson(ask, "  Somebody else, with role? Enter = no more");
    if (next === undefined) break;
    others.push(next);
  }
  return [me ?? personOf(osUser), ...others];
}

/** Again until it is a person; nobody for an empty line. */
async function askPerson(
  ask: Prompter,
  question: string,
  fallback?: string,
): Promise<Person | undefined> {
  for (;;) {
    const text = await ask.text(question, fallback);
    if (text.trim() === "") return undefined;
    try {
      return personOf(text);
    } catch (error) {
      if (!(error instanceof ClaroIrError)) throw error;
      ask.say("A name and a role: dana owner (or admin, member, viewer)", "yellow");
    }
  }
}

async function askProvider(ask: Prompter, { providers }: Ground): Promise<string> {
  const offered = providers.slice(0, MOST_PROVIDERS);
  const key = await ask.choose(
    "3 Who issues your keys?",
    offered.map(({ kind, title }, at) => ({ key: String(at + 1), words: `${kind}: ${title}` })),
    "1",
  );
  return offered[Number(key) - 1]?.kind ?? "claro";
}

/** All, none, or some by their numbers. */
async function askPlaces(
  ask: Prompter,
  found: readonly NamedPlace[],
): Promise<readonly NamedPlace[]> {
  if (found.length === 0) {
    ask.say("No place that holds a key was found in this folder.");
    return [];
  }
  ask.say("These places may hold a key (values are not shown):");
  for (const [at, place] of found.entries()) ask.say(`  ${String(at + 1)} ${placeWords(place)}`);
  for (;;) {
    const text = (await ask.text("4 Which? all, none, or numbers: 1,3", "all")).trim();
    if (text === "all") return found;
    if (text === "none") return [];
    const numbers = text.split(/[\s,]+/).map(Number);
    const chosen = numbers.map((number) => found[number - 1]).filter((one) => one !== undefined);
    if (chosen.length === numbers.length) return chosen;
    ask.say(`Numbers from 1 to ${String(found.length)}, as 1,3`, "yellow");
  }
}

function placeWords({ where, kind, environment, vendors }: NamedPlace): string {
  const issuer = vendors.length === 0 ? "" : `, ${vendors.join(" or ")} by its beginning`;
  return `${where} (${kind}, ${environment}${issuer})`;
}
