// What a restart needs, in one private file: the look-alike's own database.
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Counters } from "./gateway.ts";
import type { KeyRecord } from "./keys.ts";
import type { ServiceState } from "./services.ts";
import type { ThiefState } from "./thief.ts";

export interface SavedState {
  readonly version: 2;
  readonly scenario: string;
  readonly seed: number;
  readonly port: number;
  readonly adminToken: string;
  readonly oldKeyId: string;
  /** Sandbox time, epoch ms. */
  readonly now: number;
  readonly random: Readonly<Record<string, number>>;
  readonly keys: readonly KeyRecord[];
  readonly services: Readonly<Record<string, ServiceState>>;
  /** Null where nobody misuses anything. */
  readonly thief: ThiefState | null;
  readonly counters: Counters;
}

/** The saved state; null when there is none. Throws when the file is not ours. */
export function readState(path: string): SavedState | null {
  if (!existsSync(path)) return null;
  const value: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof value === "object" && value !== null && "version" in value && value.version === 2)
    return value as SavedState;
  throw new Error(`${path} is not a sandbox state of this version`);
}

/** Replace the file in one step, so that a crash leaves the old or the new state. */
export function writeState(path: string, state: SavedState): void {
  const next = `${path}.next`;
  writeFileSync(next, JSON.stringify(state), { mode: 0o600 });
  chmodSync(next, 0o600);
  renameSync(next, path);
}
