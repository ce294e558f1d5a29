// Whom the findings speak against, summed up as people judge them: one line an address, whatever it called itself.
import { toInstant } from "../instant.ts";
import type { Actor } from "./activity.ts";
import { nameOf, useOf, type Caller } from "./callers.ts";
import { instantOf, listed } from "./figures.ts";
import { compareLevels } from "./level.ts";
import type { Level, Suspect } from "./report.ts";
import { together } from "./values.ts";
import type { Judged } from "./verdict.ts";

/** So many are listed one by one, the worst first; the rest is one line, so that a botnet is judged in one act. */
const MOST_SUSPECTS = 20;
const MOST_DEEDS = 3;
/** How the line of the rest is called. */
const THE_REST = "others";

/** Callers of one name, and what speaks against them. */
interface Group {
  readonly name: string;
  readonly members: number;
  readonly callers: ReadonlySet<Caller>;
  readonly against: ReadonlySet<Judged>;
}

function groupsOf(judged: readonly Judged[]): readonly Group[] {
  const groups = new Map<string, { callers: Set<Caller>; against: Set<Judged> }>();
  for (const one of judged)
    for (const caller of one.raised.callers) {
      const group = groups.get(nameOf(caller)) ?? { callers: new Set(), against: new Set() };
      group.callers.add(caller);
      group.against.add(one);
      groups.set(nameOf(caller), group);
    }
  return [...groups].map(([name, group]) => ({ name, members: 1, ...group }));
}

/** When they got what they asked for. */
function succeededOf(actors: readonly Actor[]): Suspect["succeeded"] {
  const from = instantOf(Math.min(...actors.map(({ firstSuccess }) => firstSuccess)));
  const to = instantOf(Math.max(...actors.map(({ lastSuccess }) => lastSuccess)));
  return from === null || to === null ? null : { from, to };
}

function requestsOf({ callers }: Group): number {
  return [...callers].reduce((sum, { actor }) => sum + actor.requests, 0);
}

function worst({ against }: Group): Level {
  const levels = [...against].map(({ finding }) => finding.level).sort(compareLevels);
  return levels[0] ?? "info";
}

function isNothingKnown(): boolean {
  return false;
}

/** The value that all of them share; null where they differ or none is known. */
function shared(values: readonly (string | null)[]): string | null {
  const known = new Set(values.filter((value) => value !== null));
  const [only] = known;
  return known.size === 1 ? (only ?? null) : null;
}

function suspectOf(group: Group): Suspect {
  const callers = [...group.callers].sort((a, b) => b.actor.requests - a.actor.requests);
  const actors = callers.map(({ actor }) => actor);
  const deeds = together(actors.map(({ actions }) => actions));
  const { requests, accepted, refused } = useOf(callers);
  return {
    name: group.name,
    members: group.members,
    agents: [...new Set(callers.flatMap(({ family }) => family ?? []))].slice(0, MOST_DEEDS),
    country: shared(actors.map(({ country }) => country)),
    network: shared(actors.map(({ asn }) => asn)),
    requests,
    accepted,
    refused,
    first: toInstant(Math.min(...actors.map(({ first }) => first))),
    last: toInstant(Math.max(...actors.map(({ last }) => last))),
    succeeded: succeededOf(actors),
    did: listed(deeds, isNothingKnown, MOST_DEEDS).map(({ value, count }) => ({
      value,
      count,
    })),
    findings: [...group.against].map(({ finding }) => finding.id),
  };
}

function restOf(groups: readonly Group[]): readonly Suspect[] {
  if (groups.length === 0) return [];
  return [
    suspectOf({
      name: THE_REST,
      members: groups.length,
      callers: new Set(groups.flatMap(({ callers }) => [...callers])),
      against: new Set(groups.flatMap(({ against }) => [...against])),
    }),
  ];
}

/** Everybody whom a finding speaks against, the worst first, then the busiest. */
export function suspectsOf(judged: readonly Judged[]): readonly Suspect[] {
  const groups = groupsOf(judged).toSorted(
    (a, b) =>
      compareLevels(worst(a), worst(b)) ||
      requestsOf(b) - requestsOf(a) ||
      (a.name < b.name ? -1 : 1),
  );
  return [...groups.slice(0, MOST_SUSPECTS).map(suspectOf), ...restOf(groups.slice(MOST_SUSPECTS))];
}
