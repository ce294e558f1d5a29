// A process of one operator: the real use cases over simulated ports, each of them a point where others go first or the process dies.
import { join } from "node:path";
import { loadRegimes } from "../../src/adapters/runbook/regulatory-clocks.ts";
import { fingerprint, sha256 } from "../../src/adapters/system/digest.ts";
import type { AnchoredJournal } from "../../src/adapters/store/file-journal.ts";
import type { App } from "../../src/app/context.ts";
import type { Loaded } from "../../src/app/loaded.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { ClaroIrError } from "../../src/core/error.ts";
import type { Actor } from "../../src/core/incident/decide/world.ts";
import type { IncidentEvent } from "../../src/core/incident/event.ts";
import type { EventDraft } from "../../src/core/journal/event.ts";
import type { Config } from "../../src/ports/config.ts";
import type { Random } from "../../src/ports/system.ts";
import type { ReadModelEntry } from "../../src/ports/read-model.ts";
import type { Vault } from "../../src/ports/vault.ts";
import { noEvidence, noFiles } from "../support/no-files.ts";
import type { Mishaps } from "./mishap.ts";
import type { Outside } from "./outside.ts";
import type { Plan } from "./plan.ts";
import { runbookOf } from "./runbooks.ts";
import { newProcess, type Process, type Schedule } from "./schedule.ts";
import type { Witness } from "./witness.ts";

/** Read once: nothing of a history may wait for a real disk. */
export const REGIMES = await loadRegimes(join(import.meta.dirname, "../.."));
/** The salt of every vault here: the few keys that there are have the same fingerprints in every history. */
export const SALT = new Uint8Array(32).fill(7);
const fingerprintOf = fingerprint(SALT);
const fingerprints = new Map<string, string>();

function fingerprintHere(secret: string): string {
  const known = fingerprints.get(secret) ?? fingerprintOf(secret);
  fingerprints.set(secret, known);
  return known;
}

/** What all processes of one simulation share. */
export interface Site {
  readonly seed: number;
  readonly plan: Plan;
  readonly mishaps: Mishaps;
  readonly schedule: Schedule;
  readonly outside: Outside;
  readonly witness: Witness;
  readonly journal: AnchoredJournal;
  readonly vault: Vault;
  readonly readModels: Map<string, ReadModelEntry>;
  /** Folded incidents by what they were folded from: kept, so that no command folds anew. */
  readonly loaded: Map<string, Loaded>;
  readonly config: Config;
  readonly processes: Map<number, Process>;
  /** The storm is over: nobody dies, nothing is full, nobody comes in between. */
  calm: boolean;
}

const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/** Randomness of one process: the journal's ids are drawn by the thousand, and never twice. */
function ownRandom({ id, draw }: Process): Random {
  let count = 0;
  function hex(number: number, digits: number): string {
    return number.toString(16).padStart(digits, "0");
  }
  return {
    uuid() {
      count += 1;
      // The last six are in the names of keys.
      return `${hex(draw.below(16 ** 8), 8)}-0000-4000-8000-${hex(count, 8)}${hex(id, 4)}`;
    },
    letters: (length) =>
      Array.from({ length }, () => LETTERS.charAt(draw.below(LETTERS.length))).join(""),
  };
}

const SEALER: App["sealer"] = {
  recipients: async () => ["age1site"],
  seal: async (secret, recipients) =>
    new TextEncoder().encode(JSON.stringify({ recipients, value: btoa(secret.reveal()) })),
  sealPieces: (pieces) => pieces,
  openPieces: (pieces) => pieces,
  open: async (bytes) => {
    const { value } = JSON.parse(new TextDecoder().decode(bytes)) as { value: string };
    return new Secret(atob(value));
  },
  own: async () => "age1site",
};

/** What no process has for itself. */
const EVERYWHERE = {
  sha256,
  fingerprint: () => Promise.resolve(fingerprintHere),
  files: noFiles(),
  sealer: SEALER,
  ...noEvidence(),
  version: "0.1.0",
  loadRunbook: async (id: string) => runbookOf(id),
  runbooks: async () => [],
  regimes: () => Promise.resolve(REGIMES),
  say: () => undefined,
  signal: new AbortController().signal,
} satisfies Partial<App>;

/** A process that dies says nothing any more: what waits for it waits for ever. */
function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

export interface Desk {
  readonly app: App;
  readonly process: Process;
  /** Comes true when the process dies. */
  readonly death: Promise<void>;
}

/** A new process of that number at this site. */
export function desk(site: Site, pid: number, actor: Actor): Desk {
  const { schedule, plan, journal, vault, outside } = site;
  const process = newProcess(site.seed, pid);
  site.processes.set(pid, process);
  const death = Promise.withResolvers<void>();
  const known: string[] = [];
  const random = ownRandom(process);
  const clock = schedule.clock(process);

  function happens(probability: number): boolean {
    return !site.calm && site.mishaps.happens(process, probability);
  }

  /** Others may go first; the process may die before or after. */
  async function point<T>(work: () => Promise<T>): Promise<T> {
    if (!site.calm) await site.mishaps.nap(process, schedule, plan.naps);
    await schedule.turn(process);
    if (dies()) return never();
    const answer = await work();
    return dies() ? never() : answer;
  }
  function dies(): boolean {
    if (!happens(plan.crashes)) return false;
    process.crashed = true;
    death.resolve();
    return true;
  }
  function guarded<T extends object>(port: T, names: readonly (keyof T)[]): T {
    const wrapped = Object.fromEntries(
      names.map((name) => {
        const method = port[name] as (...args: unknown[]) => Promise<unknown>;
        return [name, (...args: unknown[]) => point(() => method.apply(port, args))];
      }),
    );
    return { ...port, ...wrapped };
  }
  function full(): void {
    if (happens(plan.fullDisk))
      throw new ClaroIrError("not-durable", "not-durable", "Cannot record safely: disk full.");
  }
  async function append(stream: string, expectedSeq: number, drafts: readonly EventDraft[]) {
    const before = (await journal.head(stream)).seq;
    const result = await journal.append(stream, expectedSeq, drafts);
    if (stream.startsWith("INC-")) await tell(site, stream, before);
    return result;
  }
  const guardedVault = guarded(vault, ["putSealed", "getSealed", "putEvidence", "replaceSealed"]);

  const app: App = {
    ...EVERYWHERE,
    clock,
    random,
    processes: {
      self: {
        host: "site",
        pid,
        started: String(pid),
        terminal: null,
        osUser: actor.id,
        version: "0.1.0",
      },
      isAlive: (via) => (site.processes.get(via.pid)?.crashed === true ? "dead" : "alive"),
    },
    journal: {
      ...journal,
      read: (stream) => point(() => journal.read(stream)),
      append: (stream, expectedSeq, drafts) =>
        point(async () => {
          full();
          const cut = drafts.length > 1 && happens(0.1) ? process.draw.below(drafts.length) : 0;
          // Files of a batch get their numbers one by one: somebody else's may come in between.
          if (cut > 0) {
            await append(stream, expectedSeq, drafts.slice(0, cut));
            await schedule.turn(process);
          }
          return append(stream, expectedSeq, drafts);
        }),
    },
    vault: {
      ...guardedVault,
      putSealed: async (...args) => {
        full();
        await guardedVault.putSealed(...args);
      },
    },
    readModel: {
      get: async (stream) => site.readModels.get(stream),
      put: async (stream, entry) => site.readModels.set(stream, entry).has(stream),
      replace: async () => undefined,
    },
    config: site.config,
    actor,
    op: random.uuid(),
    remember: (secret) => known.push(secret.reveal()),
    clean: (text) => known.reduce((clean, value) => clean.replaceAll(value, "[key]"), text),
    provider: async (id) => outside.provider(process, id, plan.canDisable),
    target: async ({ id }) => outside.target(process, id),
    // Mail takes a repeated message for the same one, the chat does not.
    notifier: async ({ id }) => outside.notifier(process, id, id === "mail"),
    loaded: new Map(site.loaded),
    waiting: new Map(),
    acted: new Set(),
    unsafe: new Set(),
  };
  return { app, process, death: death.promise };
}

/** The witness sees what is on record before anybody else does. */
async function tell(site: Site, stream: string, before: number): Promise<void> {
  const { events } = await site.journal.read(stream);
  site.witness.recorded(events.slice(before) as readonly IncidentEvent[]);
}
