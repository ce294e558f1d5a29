// What a seed sets before anything happens: the weather, who is there in which round, how long they pause, and what they like to do.
import type { Actor } from "../../src/core/incident/decide/world.ts";
import { HOUR, MINUTE } from "../../src/core/instant.ts";
import { Draw } from "./draw.ts";
import type { RunbookId } from "./runbooks.ts";

export const OPERATORS: readonly [Actor, ...Actor[]] = [
  { id: "dana", role: "owner" },
  { id: "kim", role: "admin" },
  { id: "sam", role: "member" },
];

/** One command of one operator, as a process of its own. */
export interface Hand {
  /** Also its part's name. */
  readonly id: number;
  readonly actor: Actor;
}

export interface Round {
  /** At the same time. */
  readonly hands: readonly Hand[];
  /** The pause afterwards, in ms, and its part's name. */
  readonly pause: { readonly part: string; readonly ms: number };
}

/** What people may be inclined to do: each history has its own inclinations, so that what is rare in one is common in another. */
const HABITS = [
  "guided",
  "automated",
  "cut",
  "tick",
  "decide",
  "reconcile",
  "beside",
  "place",
  "another-key",
  "notify",
  "clocks",
  "audit",
  "judge",
  "verdict",
  "end",
] as const;
export type Habit = (typeof HABITS)[number];

export interface Plan {
  /** Probability that somebody types at once what a command that came to nothing has told them. */
  readonly heed: number;
  /** Probability that the last person looks for lost answers unasked; 0 = only where the program says so. */
  readonly looks: number;
  readonly runbook: RunbookId;
  readonly canDisable: boolean;
  /** Probability that a process dies at a point. */
  readonly crashes: number;
  /** Probability that it stands still for minutes at a point, as a closed laptop does. */
  readonly naps: number;
  /** Probability that the store cannot be written. */
  readonly fullDisk: number;
  /** How rough the world outside is; 1 = as a rule one call in five goes wrong. */
  readonly wind: number;
  /** By how much each habit is more or less usual than elsewhere. */
  readonly inclined: Readonly<Record<Habit, number>>;
  /** Rounds of calm before the storm: in some histories it breaks out when most is done, or all. */
  readonly prelude: number;
  readonly rounds: readonly Round[];
}

/** The process that declares the incident. */
export const FIRST = 1;
/** Processes of the calm time after the storm count from here. */
export const CALM = 1000;
/** Those of the calm before it. */
export const PRELUDE = 2000;
/** Those of a person who types what the command before has said: its own number further. */
export const HEEDING = 5000;

/** More rounds than it takes to come to an end undisturbed, with most runbooks. */
const LONGEST_PRELUDE = 40;

export function planOf(seed: number): Plan {
  const draw = new Draw(seed, 0);
  const late = new Draw(seed, 0, -3);
  const whole = new Draw(seed, 0, -4);
  const inclined = HABITS.map((habit) => [habit, draw.pick([0, 0.5, 1, 1, 1, 2, 4])] as const);
  let hands = FIRST;
  const rounds = Array.from({ length: draw.between(3, 12) }, (_, round) => ({
    hands: Array.from({ length: draw.between(1, 3) }, () => {
      hands += 1;
      return { id: hands, actor: draw.pick(OPERATORS) };
    }),
    pause: { part: `p${String(round)}`, ms: draw.pick([0, 5_000, 40_000, 3 * MINUTE, HOUR]) },
  }));
  return {
    heed: late.pick([0, 0.4, 0.9]),
    looks: late.pick([0, 0.5]),
    runbook: draw.chance(0.15)
      ? "suspicious-usage"
      : whole.chance(0.15)
        ? "compromised-key"
        : "our-own",
    canDisable: draw.chance(0.3),
    crashes: draw.pick([0, 0.002, 0.01]),
    naps: draw.pick([0, 0, 0.005]),
    fullDisk: draw.pick([0, 0, 0.02]),
    wind: draw.pick([0.2, 1, 1, 2.5]),
    inclined: Object.fromEntries(inclined) as Record<Habit, number>,
    prelude: late.chance(0.3) ? late.between(1, LONGEST_PRELUDE) : 0,
    rounds,
  };
}
