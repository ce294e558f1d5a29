// What a search for a value comes to: where it was found, and what could not be looked at.
import type { FormName } from "../redaction/forms.ts";
import type { PlaceKind } from "./place-kind.ts";

/** How a git object is reached: `reachable` from a branch or tag, in a `stash`, only `staged`, or `unreachable` (a reflog, or nothing at all, still leads to it). */
export type Reach = "reachable" | "stash" | "staged" | "unreachable";

/** One line of one place. What does not apply is null. */
export interface Finding {
  readonly kind: PlaceKind;
  /** As asked for: relative where the folder was; inside an archive `image.tar!layer.tar!app/.env`. */
  readonly path: string | null;
  readonly line: number | null;
  readonly variable: string | null;
  readonly form: FormName;
  /** Further lines of the same place that are not listed. */
  readonly more: number;
  readonly git: {
    readonly repository: string;
    readonly object: string;
    /** The oldest commit that brought it to this path. */
    readonly commit: string | null;
    readonly at: string | null;
    readonly reach: Reach;
  } | null;
  /** Id of a configured target that gives the value back. */
  readonly target: string | null;
}

/** Something that was not looked at, or not to its end. */
export interface NotSearched {
  readonly what: string;
  readonly why: string;
}

export interface Searched {
  readonly files: number;
  readonly bytes: number;
  readonly repositories: number;
  readonly objects: number;
  readonly targets: number;
}

export const NOTHING_SEARCHED: Searched = {
  files: 0,
  bytes: 0,
  repositories: 0,
  objects: 0,
  targets: 0,
};

export interface SearchReport {
  readonly findings: readonly Finding[];
  readonly notSearched: readonly NotSearched[];
  readonly searched: Searched;
}

/** Several reports as one. */
export function together(reports: readonly SearchReport[]): SearchReport {
  const searched = { ...NOTHING_SEARCHED };
  for (const { searched: one } of reports)
    for (const key of Object.keys(searched) as (keyof Searched)[])
      Object.assign(searched, { [key]: searched[key] + one[key] });
  return {
    findings: reports.flatMap((one) => one.findings),
    notSearched: reports.flatMap((one) => one.notSearched),
    searched,
  };
}
