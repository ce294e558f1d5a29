// What an automation of a step looks like: one file each in this folder, one line each in index.ts.
import type { Secret } from "../../core/credential/secret.ts";
import type { EffectId, Step } from "../../core/runbook/runbook.ts";
import type { CredentialState, IncidentState } from "../../core/incident/state.ts";
import type { App } from "../context.ts";

export interface RunOptions {
  /** Only this place. */
  readonly target: string | undefined;
  /** Only these places: a plan names them. */
  readonly only?: readonly string[];
  readonly action: "disable" | "delete" | undefined;
  /** The word typed for `--confirm`. */
  readonly confirm: string | undefined;
  /** A value handed over by a person (guided manual create). */
  readonly secret: Secret | undefined;
  readonly keyId: string | undefined;
  /** Name of a key made by hand in a dashboard. */
  readonly name: string | undefined;
  /** Write even where another value than the old one lies. */
  readonly replaceOther: boolean;
  /** Give up waiting after this many ms. */
  readonly timeoutMs: number | undefined;
  /** Logs to collect, or to look through: files, folders, globs. */
  readonly files?: readonly string[];
}

/** As if nothing had been typed beside the step. */
export const NO_OPTIONS: RunOptions = {
  target: undefined,
  action: undefined,
  confirm: undefined,
  secret: undefined,
  keyId: undefined,
  name: undefined,
  replaceOther: false,
  timeoutMs: undefined,
};

/** A step of the whole incident at work. */
export interface WholeRun {
  readonly app: App;
  readonly state: IncidentState;
  readonly step: Step;
  readonly options: RunOptions;
}

/** A step of one key at work. */
export interface Run extends WholeRun {
  readonly credential: CredentialState;
}

/** What an automation came to, for people; the record holds the rest. */
export interface RunResult {
  /** Short lines, no secret. */
  readonly lines: readonly string[];
  /** 0, or another exit code of the contract where the outcome is known but not the wanted one (probe: 1, 5). */
  readonly exitCode: number;
  /** What to type next, for whoever types: a session leads there by itself. */
  readonly next?: readonly string[];
}

interface EffectOn<Subject> {
  readonly id: EffectId;
  /** What would be sent and changed, without doing it; refuses like `perform` where it can know. */
  plan(run: Subject): Promise<readonly string[]>;
  /** Do it and record it. Throws ClaroIrError. */
  perform(run: Subject): Promise<RunResult>;
}

/** Acts on one key. */
export type Effect = EffectOn<Run>;

/** Is about all of them. */
export type WholeEffect = EffectOn<WholeRun>;
