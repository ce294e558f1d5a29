// A process of one operator: the real use cases over simulated ports, each of them a point where others go first or the process dies.
import { join } from "node:path";
import { loadRegimes } from "../../src/adapters/runbook/regulatory-clocks.ts";
import { toJson } from "../../src/adapters/runbook/shipped.ts";
import { fingerprint, sha256 } from "../../src/adapters/system/digest.ts";
import { seededRandom } from "../../src/adapters/system/random.ts";
import type { AnchoredJournal } from "../../src/adapters/store/file-journal.ts";
import type { App } from "../../src/app/context.ts";
import type { Loaded } from "../../src/app/loaded.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { ClaroIrError } from "../../src/core/error.ts";
import type { Actor } from "../../src/core/incident/decide/world.ts";
import type { IncidentEvent } from "../../src/core/incident/event.ts";
import type { EventDraft } from "../../src/core/journal/event.ts";
import type { Config } from "../../src/ports/config.ts";
import type { ReadModelEntry } from "../../src/ports/read-model.ts";
import type { Vault } from "../../src/ports/vault.ts";
import { noEvidence, noFiles } from "../support/no-files.ts";
import { RUNBOOK } from "../support/given.ts";
import type { Draw } from "./draw.ts";
import type { Outside } from "./outside.ts";
import type { Process, Schedule } from "./schedule.ts";
import type { Witness } from "./witness.ts";

const JSON_OF_RUNBOOK = toJson(RUNBOOK);
/** Read once: nothing of a history may wait for a real disk. */
const REGIMES = await loadRegimes(join(import.meta.dirname, "../.."));
const DIGEST = sha256(JSON_OF_RUNBOOK);

/** What all processes of one simulation share. */
export interface Site {
  readonly seed: number;
  readonly draw: Draw;
  readonly schedule: Schedule;
  readonly outside: Outside;
  readonly witness: Witness;
  readonly journal: AnchoredJournal;
  readonly vault: Vault;
  readonly readModels: Map<string, ReadModelEntry>;
  /** Folded incidents by what they were folded from: kept, so that no command folds anew. */
  readonly loaded: Map<string, Loaded>;
  readonly config: Config;
  readonly canDisable: boolean;
  readonly processes: Map<number, Process>;
  /** Probability that a process dies at a point. */
  crashes: number;
  /** Probability that the store cannot be written. */
  fullDisk: number;
}

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

/** A new process at this site. */
export function desk(site: Site, actor: Actor): Desk {
  const { schedule, draw, journal, vault, outside } = site;
  const process: Process = { crashed: false };
  const pid = site.processes.size + 1;
  site.processes.set(pid, process);
  const death = Promise.withResolvers<void>();
  const known: string[] = [];
  const random = seededRandom(site.seed * 1000 + pid);
  const clock = schedule.clock(process);

  /** Others may go first; the process may die before or after. */
  async function point<T>(work: () => Promise<T>): Promise<T> {
    await schedule.turn(process);
    if (dies()) return never();
    const answer = await work();
    return dies() ? never() : answer;
  }
  function dies(): boolean {
    if (!draw.chance(site.crashes)) return false;
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
    if (draw.chance(site.fullDisk))
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
    clock,
    random,
    sha256,
    fingerprint: async () => fingerprint(await vault.salt()),
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
    files: noFiles(),
    journal: {
      ...journal,
      read: (stream) => point(() => journal.read(stream)),
      append: (stream, expectedSeq, drafts) =>
        point(async () => {
          full();
          const cut = draw.chance(0.1) ? draw.below(drafts.length) : 0;
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
    sealer: {
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
    },
    config: site.config,
    ...noEvidence(),
    actor,
    op: random.uuid(),
    version: "0.1.0",
    remember: (secret) => known.push(secret.reveal()),
    clean: (text) => known.reduce((clean, value) => clean.replaceAll(value, "[key]"), text),
    provider: async (id) => outside.provider(process, id, site.canDisable),
    target: async ({ id }) => outside.target(process, id),
    notifier: ({ id }) => Promise.reject(new Error(`no channel ${id} is configured`)),
    loadRunbook: async () => ({
      runbook: RUNBOOK,
      yaml: "",
      json: JSON_OF_RUNBOOK,
      sha256: DIGEST,
    }),
    runbooks: async () => [],
    regimes: () => Promise.resolve(REGIMES),
    say: () => undefined,
    signal: new AbortController().signal,
    loaded: new Map(site.loaded),
    waiting: new Map(),
  };
  return { app, process, death: death.promise };
}

/** The witness sees what is on record before anybody else does. */
async function tell(site: Site, stream: string, before: number): Promise<void> {
  const { events } = await site.journal.read(stream);
  site.witness.recorded(events.slice(before) as readonly IncidentEvent[]);
}
