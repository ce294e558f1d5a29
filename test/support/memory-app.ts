// The use cases over in-memory twins: journal and vault in memory, virtual time, a vendor and places that answer as they are told.
import { NO_COMPLIANCE } from "../../src/adapters/config/default-config.ts";
import { join } from "node:path";
import { loadRegimes } from "../../src/adapters/runbook/regulatory-clocks.ts";
import { summariseRunbooks, toJson } from "../../src/adapters/runbook/shipped.ts";
import { memoryJournal, type AppendFaults } from "../../src/adapters/store/memory-journal.ts";
import { memoryVault } from "../../src/adapters/store/memory-vault.ts";
import { virtualClock, within } from "../../src/adapters/system/clock.ts";
import { openBag } from "../../src/adapters/exchange/bag.ts";
import { evidenceFiles } from "../../src/adapters/evidence/files.ts";
import { isNetwork, networks } from "../../src/adapters/system/networks.ts";
import { fingerprint, newDigest, sha256 } from "../../src/adapters/system/digest.ts";
import { seededRandom } from "../../src/adapters/system/random.ts";
import type { App } from "../../src/app/context.ts";
import { pinnedRunbook, runbookIn } from "../../src/app/list.ts";
import type { Actor } from "../../src/core/incident/decide/world.ts";
import type { Environment, IncidentEvent } from "../../src/core/incident/event.ts";
import { compile, fold, toState } from "../../src/core/incident/fold.ts";
import type { IncidentState } from "../../src/core/incident/state.ts";
import { toEpoch } from "../../src/core/instant.ts";
import type { Via } from "../../src/core/journal/event.ts";
import type { ReadAccessLogs } from "../../src/ports/access-log.ts";
import type { Config, TargetConfig } from "../../src/ports/config.ts";
import type { JournalStore } from "../../src/ports/journal-store.ts";
import { OutsideError } from "../../src/ports/outside.ts";
import type { ReadModelEntry } from "../../src/ports/read-model.ts";
import { placesOf } from "../../src/adapters/access-log/places.ts";
import { channelIn, type Channel } from "./channel.ts";
import { DECLARED, RUNBOOK, shipped } from "./given.ts";
import { knownFilter, memorySealer } from "./memory-sealer.ts";
import { noFiles } from "./no-files.ts";
import { Place, Vendor } from "./vendor.ts";

export { answer, OLD, Place } from "./vendor.ts";
export { begin, failure, nowIn, run } from "./in-room.ts";

/** Lets a rival write between the events of the next batch; `cut` of the batch come before the rival's events. */
export interface Race {
  cut: number;
  rival: () => Promise<unknown>;
}

/** A room that several operators share: one journal, one vault, one vendor. */
export class Room {
  readonly clock = virtualClock(toEpoch(DECLARED));
  readonly vendor = new Vendor();
  readonly places = new Map<string, Place>([["web-env", new Place()]]);
  readonly channels = new Map<string, Channel>();
  readonly environments = new Map<string, Environment>();
  readonly said: string[] = [];
  readonly alive = new Map<number, "alive" | "dead" | "unknown">();
  readonly vault = memoryVault(sha256, new Uint8Array(32).fill(7));
  readonly readModels = new Map<string, ReadModelEntry>();
  readonly journal: JournalStore;
  /** A batch in which a rival gets in between; used once. */
  race: Race | undefined;
  /** How often something was appended. */
  appends = 0;
  recipients: readonly string[] = ["age1room"];
  /** What the logs say, whichever are read. */
  readLogs: ReadAccessLogs = () => Promise.resolve({ sources: [], keys: [] });
  /** So many times sooner patience with the outside ends. */
  hurry = 1;
  sealing: () => void = () => undefined;
  private apps = 0;

  constructor(faults: AppendFaults = new Map()) {
    const inner = memoryJournal(sha256, faults);
    this.journal = {
      ...inner,
      append: async (stream, expectedSeq, drafts) => {
        const { race } = this;
        this.appends += 1;
        if (race === undefined) return inner.append(stream, expectedSeq, drafts);
        this.race = undefined;
        const cut = Math.min(race.cut, drafts.length);
        if (cut > 0) await inner.append(stream, expectedSeq, drafts.slice(0, cut));
        await race.rival();
        return inner.append(stream, expectedSeq, drafts);
      },
    };
  }

  config(): Config {
    const targets = [...this.places.keys()].map((id): TargetConfig => ({
      id,
      kind: "fake",
      options: {},
      key: "production-web-app",
      environment: this.environments.get(id) ?? "production",
      provider: null,
    }));
    return {
      file: "/room/claro-ir.yaml",
      folder: "/room",
      workspace: null,
      store: null,
      operators: [],
      recipients: [],
      identity: "/room/identity.txt",
      providers: [{ id: "acme", kind: "http", options: {} }],
      targets,
      notifiers: [...this.channels.values()].map((one) => one.config),
      compliance: NO_COMPLIANCE,
      audit: {
        ownNetworks: ["10.0.0.0/8"],
        baselineDays: 30,
        knownAgents: [],
        until: {},
        team: [],
        thresholds: {},
        sources: [],
        geo: null,
        singleLocation: [],
      },
      endpoints: {},
    };
  }

  /** One terminal: its own process, its own memory of the incident. */
  app(given: { actor?: Actor; op?: string; signal?: AbortSignal } = {}): App {
    this.apps += 1;
    const pid = this.apps;
    const random = seededRandom(1000 + pid);
    const actor = given.actor ?? { id: "dana", role: "owner" };
    const known: string[] = [];
    const via: Via = {
      host: "room",
      pid,
      started: String(pid),
      terminal: "/dev/pts/1",
      osUser: actor.id,
      version: "0.1.0",
    };
    const readModels = this.readModels;
    return {
      clock: this.clock,
      random,
      sha256,
      fingerprint: async () => fingerprint(await this.vault.salt()),
      processes: { self: via, isAlive: (one) => this.alive.get(one.pid) ?? "alive" },
      files: noFiles(),
      newDigest,
      mark: "our-mark",
      within: (ms, work) => within(ms / this.hurry, work),
      evidenceFiles: evidenceFiles(),
      readLogs: (request) => this.readLogs(request),
      networks: async (own) => networks(own.filter(isNetwork)),
      openBag,
      journal: this.journal,
      vault: this.vault,
      readModel: {
        get: async (stream) => readModels.get(stream),
        put: async (stream, entry) => readModels.set(stream, entry).has(stream),
        replace: async (entries) => {
          readModels.clear();
          for (const [id, entry] of entries) readModels.set(id, entry);
        },
      },
      sealer: memorySealer(
        () => this.recipients,
        () => this.sealing(),
      ),
      config: this.config(),
      actor,
      op: given.op ?? random.uuid(),
      version: "0.1.0",
      remember: (secret) => known.push(secret.reveal()),
      logFilter: async () => knownFilter(known),
      placesOf,
      clean: (text) => known.reduce((clean, value) => clean.replaceAll(value, "[key]"), text),
      provider: async (id) => this.vendor.connect(id),
      target: async ({ id }) => {
        const place = this.places.get(id);
        if (place === undefined) throw new OutsideError(true, `${id}: nothing there`);
        return place.connect(id);
      },
      notifier: ({ id }) => channelIn(this.channels, id),
      loadRunbook: async (id) => {
        const runbook = id === RUNBOOK.id ? RUNBOOK : await shipped(id);
        const json = toJson(runbook);
        return { runbook, yaml: json, json, sha256: sha256(json) };
      },
      runbooks: () => summariseRunbooks(join(import.meta.dirname, "../..")),
      regimes: () => loadRegimes(join(import.meta.dirname, "../..")),
      say: (line) => this.said.push(line),
      signal: given.signal ?? new AbortController().signal,
      loaded: new Map(),
      waiting: new Map(),
      acted: new Set(),
      unsafe: new Set(),
    };
  }

  async events(id: string): Promise<readonly IncidentEvent[]> {
    return (await this.journal.read(id)).events as readonly IncidentEvent[];
  }

  async types(id: string): Promise<readonly string[]> {
    return (await this.events(id)).map((event) => event.type);
  }

  async state(id: string): Promise<IncidentState> {
    const { events, head } = await this.journal.read(id);
    const typed = events as readonly IncidentEvent[];
    const runbook = await pinnedRunbook(this, runbookIn(id, typed));
    return toState(fold(compile(runbook), typed, head));
  }

  /** Whether anything in the whole journal or vault's plain files holds a secret value. */
  async printed(id: string): Promise<string> {
    return JSON.stringify([await this.events(id), this.said, [...this.readModels.values()]]);
  }
}
