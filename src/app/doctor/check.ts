// What a check of `doctor` is: it names the things it looks at, and each look says what it found.
import type { Site } from "./site.ts";

/**
 * `red`: an incident would go wrong there today. `unknown`: cannot be told by reading alone, and is said to be so. `note`: worth
 * knowing, nothing is wrong. `green`: fine.
 */
export type Level = "red" | "unknown" | "note" | "green";

/** What was found, in a sentence without a full stop, and for a red one what puts it right: a command, or lines of YAML. */
export interface Finding {
  readonly level: Level;
  readonly what: string;
  readonly fix: string | null;
}

/** One thing to look at. `about` is empty where the check looks at one thing only. */
export interface Look {
  readonly about: string;
  look(): Promise<readonly Finding[]> | readonly Finding[];
}

/**
 * What must be there before a check makes sense; where it is missing, another check is red for it already. `record`: what is on
 * record is known, be it nothing; `store`: there is one that can be read.
 */
export type Need = "configuration" | "record" | "store";

/** One file, one line in the list. */
export interface Check {
  readonly id: string;
  readonly needs: readonly Need[];
  /** The things to look at; they are looked at side by side, each with a time limit of its own. */
  looks(site: Site): readonly Look[] | Promise<readonly Look[]>;
}

export function red(what: string, fix: string): Finding {
  return { level: "red", what, fix };
}

/** What an error says is wrong. Its own hint puts it right, unless that only leads here. */
export function redOf(
  { message, hint }: { readonly message: string; readonly hint: string | undefined },
  fix: string,
): Finding {
  return red(message, hint === undefined || hint === "claro-ir doctor" ? fix : hint);
}

export function unknown(what: string): Finding {
  return { level: "unknown", what, fix: null };
}

export function note(what: string): Finding {
  return { level: "note", what, fix: null };
}

export function green(what: string): Finding {
  return { level: "green", what, fix: null };
}
