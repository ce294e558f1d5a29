// A place that holds a key for a consumer. Each kind is one file in adapters/target plus one line in its index.
import type { Secret } from "../core/credential/secret.ts";

/** What the place holds now. `unreadable`: an unreachable place, or one that gives nothing back `byNature`; says why. */
export type TargetReading =
  | { readonly state: "present"; readonly secret: Secret }
  | { readonly state: "absent" }
  | { readonly state: "unreadable"; readonly why: string; readonly byNature?: true };

/** What a consumer says about the key it really uses. */
export type ConsumerReport =
  | { readonly state: "reported"; readonly last4: string | null; readonly keyId: string | null }
  | { readonly state: "no-check" }
  | { readonly state: "no-answer"; readonly why: string };

/** One deployment place, connected. Calls throw OutsideError. */
export interface DeployTarget {
  readonly id: string;
  readonly kind: string;
  /** For people: `app/.env BAYT_API_KEY`. */
  readonly where: string;
  /**
   * What `write` and `reload` would do, one line each, no secret. Warnings (not git-ignored, shared variable) start with `!`; where
   * nothing could be written the line ends with HOPELESS.
   */
  plan(): Promise<readonly string[]>;
  read(): Promise<TargetReading>;
  /** Put the value there; writing the same value again is harmless. `token` is the operation id. A place only a person can reach throws ManualOnly. */
  write(
    secret: Secret,
    token: string,
  ): Promise<{ readonly detail: string; readonly version: string | null }>;
  /** Make the consumer take the new value; undefined when the configuration names no way. */
  reload?(): Promise<{ readonly detail: string }>;
  /** Ask the consumer which key it uses. */
  inUse(): Promise<ConsumerReport>;
}

/** How a plan's warning ends when a write would fail. */
export const HOPELESS = ": nothing could be written";

/** Whether a line of a plan says that a write would fail. */
export function isHopeless(line: string): boolean {
  return line.startsWith("!") && line.endsWith(HOPELESS);
}

/** Thrown by `write` and `reload` where a person must act; `instructions` one line each. */
export class ManualOnly extends Error {
  readonly instructions: readonly string[];

  constructor(instructions: readonly string[]) {
    super(instructions[0] ?? "a person must do this");
    this.name = "ManualOnly";
    this.instructions = instructions;
  }
}
