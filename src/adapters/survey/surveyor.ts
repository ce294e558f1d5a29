// What one kind of file can tell about places that hold keys. Each is a file here and a line in the index.
import type { FoundPlace } from "../../core/setup/place.ts";

/** Where the repository is hosted, by its remote `origin`. */
export interface Remote {
  readonly host: string;
  /** `acme/web`, without `.git`. */
  readonly path: string;
}

export interface Surroundings {
  readonly remote: Remote | undefined;
  /** The text of another file of the folder; undefined where there is none. */
  read(path: string): Promise<string | undefined>;
}

export interface Surveyor {
  readonly id: string;
  /** Whether a file of this path (relative, with `/`) is one of its kind. */
  wants(path: string): boolean;
  places(
    path: string,
    text: string,
    around: Surroundings,
  ): Promise<readonly FoundPlace[]> | readonly FoundPlace[];
}

/** A place that a person has to see to. */
export function byHand(where: string, note: string, at: FoundPlace["environment"]): FoundPlace {
  return { kind: "manual", options: { note }, environment: at, where, vendors: [] };
}
