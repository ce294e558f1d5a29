// given(past).when(decision).thenFacts(…) over the shipped runbook: past facts, one decision, what it records or why it is refused.
import { join } from "node:path";
import { expect } from "vitest";
import { loadRunbookFile } from "../../src/adapters/runbook/shipped.ts";
import { ClaroIrError } from "../../src/core/error.ts";
import { withCascade } from "../../src/core/incident/decide/cascade.ts";
import {
  declareIncident,
  type DeclareInput,
  type KeyInput,
} from "../../src/core/incident/decide/declare.ts";
import type { Actor, World } from "../../src/core/incident/decide/world.ts";
import type { IncidentEvent, IncidentFact, IncidentType } from "../../src/core/incident/event.ts";
import {
  compile,
  evolve,
  fold,
  toState,
  type Compiled,
  type Folded,
} from "../../src/core/incident/fold.ts";
import type { CredentialState, IncidentState } from "../../src/core/incident/state.ts";
import { plus, SECOND } from "../../src/core/instant.ts";
import type { Runbook } from "../../src/core/runbook/runbook.ts";
import { DECLARED } from "./facts.ts";

export { DECLARED, done, fact, on } from "./facts.ts";

const ROOT = join(import.meta.dirname, "../..");

/** A runbook of the package, read from its YAML. */
export async function shipped(id: string): Promise<Runbook> {
  return (await loadRunbookFile(join(ROOT, "runbooks", `${id}.yaml`), ROOT)).runbook;
}

/** The shipped runbook, read from its YAML, and its machines. */
export const RUNBOOK: Runbook = await shipped("compromised-key");
export const COMPILED: Compiled = compile(RUNBOOK);

const ID = "INC-20261123-k7f3";
export const DANA: Actor = { id: "dana", role: "owner" };
export const SAM: Actor = { id: "sam", role: "member" };

/** A fact that was recorded `after` ms after the declaration, by somebody. */
export interface Past {
  readonly fact: IncidentFact;
  readonly after: number;
  readonly by: string;
  /** When it happened, in ms after the declaration, where that was earlier. */
  readonly occurred: number | undefined;
}

/** The same facts, recorded `after` ms after the declaration. */
export function at(after: number, ...facts: readonly IncidentFact[]): readonly Past[] {
  return facts.map((one) => ({ fact: one, after, by: "dana", occurred: undefined }));
}

/** A past fact as the journal would hold it. */
export function toEvent(past: Past, seq: number, stream: string = ID): IncidentEvent {
  const recorded = plus(DECLARED, past.after);
  return {
    v: 1,
    stream,
    seq,
    prev: seq === 1 ? null : String(seq - 1).padStart(64, "0"),
    id: `event-${String(seq)}`,
    ...past.fact,
    at: recorded,
    occurredAt: past.occurred === undefined ? recorded : plus(DECLARED, past.occurred),
    precision: "second",
    by: past.by,
    via: {
      host: "laptop",
      pid: 100,
      started: "1",
      terminal: "/dev/pts/1",
      osUser: past.by,
      version: "0.1.0",
    },
    op: `op-${String(seq)}`,
  };
}

export function eventsOf(past: readonly Past[]): readonly IncidentEvent[] {
  return past.map((one, index) => toEvent(one, index + 1));
}

export function headOf(events: readonly unknown[]) {
  return { seq: events.length, hash: String(events.length).padStart(64, "0") };
}

export function key(told: Partial<KeyInput> = {}): KeyInput {
  return {
    name: "production-web-app",
    environment: "production",
    provider: "claro",
    keyId: "k-old",
    last4: "c123",
    prefix: "sk_live_",
    fingerprint: "f0f0f0f0f0f0f0f0",
    sealed: "op-old",
    targets: ["web-env"],
    facts: { outageTolerance: "minutes" },
    strategy: undefined,
    because: undefined,
    ...told,
  };
}

/** Keys of one incident, each different. */
export function keys(...told: readonly Partial<KeyInput>[]): readonly KeyInput[] {
  return told.map((one, index) =>
    key({
      keyId: `k-old-${String(index + 1)}`,
      fingerprint: String(index + 1).repeat(16),
      sealed: `op-old-${String(index + 1)}`,
      ...one,
    }),
  );
}

/** What `start` was told when everything usual was answered. */
function declaration(told: Partial<DeclareInput> = {}): DeclareInput {
  return {
    id: ID,
    runbook: { id: RUNBOOK.id, version: RUNBOOK.version, sha256: "e".repeat(64) },
    drill: false,
    detectedAt: DECLARED,
    summary: "a key on a public page",
    codename: null,
    restricted: false,
    operator: "dana",
    recipient: null,
    facts: { evidenceLevel: "public-exposure", abuse: "unknown", data: "internal" },
    severity: undefined,
    keys: [key()],
    ...told,
  };
}

/** Facts with what follows from them by itself. */
function cascade(
  compiled: Compiled,
  folded: Folded | undefined,
  facts: readonly IncidentFact[],
  after: number,
): readonly IncidentFact[] {
  return withCascade(compiled, folded, facts, (one, seq) =>
    toEvent({ fact: one, after, by: "dana", occurred: undefined }, seq),
  );
}

/** A declared incident as `start` leaves it. */
export function started(
  told: Partial<DeclareInput> = {},
  compiled: Compiled = COMPILED,
): readonly Past[] {
  const facts = declareIncident(declaration(told), DECLARED);
  return at(0, ...cascade(compiled, undefined, facts, 0));
}

export interface Outcome {
  readonly facts: readonly IncidentFact[] | undefined;
  readonly error: unknown;
  /** It recorded exactly these, in this order; the incident goes on with them and what follows. */
  thenFacts(...types: readonly IncidentType[]): Given;
  /** It was refused with this code; gives the error. */
  thenRefused(code: string): ClaroIrError;
}

export interface Given {
  readonly past: readonly Past[];
  readonly world: World;
  readonly state: IncidentState;
  readonly c1: CredentialState;
  /** The decision is made this long after the declaration, in ms. */
  later(ms: number): Given;
  as(actor: Actor): Given;
  /** More past. */
  and(...more: readonly (Past | IncidentFact | readonly Past[])[]): Given;
  when(decision: (world: World) => readonly IncidentFact[]): Outcome;
}

interface Setting {
  readonly compiled: Compiled;
  readonly past: readonly Past[];
  /** The past, folded. */
  readonly folded: Folded;
  readonly after: number;
  readonly actor: Actor;
}

/** The same incident with more past: only that is folded. */
function extended(setting: Setting, more: readonly Past[]): Setting {
  const past = [...setting.past, ...more];
  let { folded } = setting;
  for (const [index, one] of more.entries())
    folded = evolve(setting.compiled, folded, toEvent(one, setting.past.length + index + 1));
  return { ...setting, past, folded: { ...folded, head: headOf(past) } };
}

function outcome(setting: Setting, facts: readonly IncidentFact[] | undefined, error: unknown) {
  return {
    facts,
    error,
    thenFacts(...types: readonly IncidentType[]): Given {
      if (facts === undefined) throw error;
      expect(facts.map((one) => one.type)).toEqual(types);
      const all = cascade(setting.compiled, setting.folded, facts, setting.after);
      const made = all.map((one) => ({
        fact: one,
        after: setting.after,
        by: setting.actor.id,
        occurred: undefined,
      }));
      return scene(extended(setting, made));
    },
    thenRefused(code: string): ClaroIrError {
      expect(facts, "it was not refused").toBeUndefined();
      if (!(error instanceof ClaroIrError)) throw error;
      expect(error.code).toBe(code);
      expect(error.message).not.toMatch(/\n|undefined|\[object/);
      return error;
    },
  };
}

function scene(setting: Setting): Given {
  const { folded } = setting;
  const state = toState(folded);
  const world: World = {
    compiled: setting.compiled,
    folded,
    state,
    now: plus(DECLARED, setting.after),
    actor: setting.actor,
    suppose: (one) =>
      toEvent(
        { fact: one, after: setting.after, by: setting.actor.id, occurred: undefined },
        setting.past.length + 1,
      ),
  };
  return {
    past: setting.past,
    world,
    state,
    get c1() {
      return state.credentials["c1"]!;
    },
    later: (ms) => scene({ ...setting, after: ms }),
    as: (actor) => scene({ ...setting, actor }),
    and(...more) {
      const added = more.flatMap((one) => {
        if (Array.isArray(one)) return one as readonly Past[];
        return "fact" in one ? [one] : at(setting.after, one as IncidentFact);
      });
      return scene(extended(setting, added));
    },
    when(decision) {
      try {
        return outcome(setting, decision(world), undefined);
      } catch (error) {
        return outcome(setting, undefined, error);
      }
    },
  };
}

/** An incident with this past, seen ten seconds after its last fact, by its owner. */
export function given(past: readonly Past[], compiled: Compiled = COMPILED): Given {
  const after = Math.max(...past.map((one) => one.after)) + 10 * SECOND;
  const events = eventsOf(past);
  const folded = fold(compiled, events, headOf(events));
  return scene({ compiled, past, folded, after, actor: DANA });
}
