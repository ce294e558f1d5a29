// Labelled traffic: weeks of ordinary use, a window with or without a thief, and what is true of it.
import type { AccessEvent } from "../../../src/core/audit/access-event.ts";
import {
  newActivity,
  record,
  type Activity,
  type Windows,
} from "../../../src/core/audit/activity.ts";
import {
  keyFacts,
  plainContext,
  type AuditContext,
  type AuditInput,
} from "../../../src/core/audit/context.ts";
import type { SourceCoverage } from "../../../src/core/audit/report.ts";
import { networks } from "../../../src/adapters/system/networks.ts";
import { DAY, HOUR, MINUTE, toInstant } from "../../../src/core/instant.ts";
import { ATTACKS, sleeping } from "./attack.ts";
import { cutOf } from "./thief.ts";
import { dice } from "./dice.ts";
import { HARMLESS } from "./harmless.ts";
import { ordinary, service, type Service } from "./service.ts";

export interface Scenario {
  /** `quiet`, `launch+slow` … */
  readonly name: string;
  readonly seed: number;
  readonly isMisuse: boolean;
  /** Rules that ought to fire because of the thief. */
  readonly traits: ReadonlySet<string>;
  readonly thieves: ReadonlySet<string>;
  readonly windows: Windows;
  /** Epoch ms; null = the key lives. */
  readonly containedAt: number | null;
  /** The service is one machine, and the register says so. */
  readonly isSingleLocation: boolean;
  readonly baseline: readonly AccessEvent[];
  readonly window: readonly AccessEvent[];
}

const KINDS: readonly Service["kind"][] = ["web", "web", "llm", "batch"];
const BASELINE_DAYS = 30;
const START = Date.UTC(2026, 8, 1);

/** What happens, by name: each harmless thing alone, each attack alone, and some attacks hidden behind something harmless. */
export const NAMES: readonly string[] = [
  ...Object.keys(HARMLESS),
  ...Object.keys(ATTACKS),
  "sleeping",
  "quarterly",
  "launch+slow",
  "outage+bulk-copy",
  "nat+slow-disguised",
  "batch+insider",
  "nat+rewrite",
  "serverless",
  "serverless+batch",
  "serverless+bulk-copy",
  "serverless+slow",
];

/** Stories in which the key is cut. */
const CUT = new Set(["after-cut", "revived", "forgotten-consumer"]);

const GEOGRAPHIC = new Set(["new-asn", "new-country", "parallel-countries"]);

function bare(event: AccessEvent): AccessEvent {
  return { ...event, country: null, asn: null };
}

/** Seeds give each scenario another service, another week and another thief. */
export function scenario(name: string, seed: number): Scenario {
  const chance = dice(seed * 7919 + NAMES.indexOf(name) * 104_729 + 1);
  const kind = name.includes("llm") ? "llm" : chance.pick(KINDS);
  const from = START + (BASELINE_DAYS + chance.int(0, 27)) * DAY + chance.int(0, 23) * HOUR;
  const windows = {
    baselineFrom: Math.floor((from - BASELINE_DAYS * DAY) / DAY) * DAY,
    from,
    to: from + chance.int(30, 60) * HOUR,
  };
  const made = service(chance, kind, name.startsWith("serverless"));
  // A third of all logs says neither country nor operator, as a web server's own log does.
  const isBare = chance.next() < 1 / 3;
  const parts = name.split("+");
  const isAsleep = name === "sleeping" || name === "quarterly";
  const baseline = isAsleep ? [] : ordinary(chance, made, windows.baselineFrom, windows.from);
  let window = name === "sleeping" ? [] : ordinary(chance, made, windows.from, windows.to);
  const thefts: AccessEvent[] = [];
  const containedAt = parts.some((part) => CUT.has(part)) ? cutOf(windows) : null;
  let traits: ReadonlySet<string> = new Set();
  for (const part of parts) {
    const disturb = HARMLESS[part];
    if (disturb !== undefined) window = disturb(chance, made, windows, window);
    const attack =
      name === "sleeping" ? sleeping(chance, windows) : ATTACKS[part]?.(chance, made, windows);
    if (attack === undefined) continue;
    thefts.push(...attack.events);
    traits = isBare
      ? new Set([...attack.traits].filter((id) => !GEOGRAPHIC.has(id)))
      : attack.traits;
  }
  return {
    name,
    seed,
    isMisuse: thefts.length > 0,
    traits,
    thieves: new Set(thefts.flatMap(({ ip }) => ip ?? [])),
    windows,
    containedAt,
    isSingleLocation: made.hosts.length === 1,
    baseline: isBare ? baseline.map(bare) : baseline,
    window: [
      ...window.filter(({ at, outcome }) => at < (containedAt ?? Infinity) || outcome === "denied"),
      ...thefts,
    ]
      .filter(({ at }) => at >= windows.from && at < windows.to)
      .map((one) => (isBare ? bare(one) : one)),
  };
}

/** Counted as a reader would count them, in the order of time. */
export function activityOf(
  events: readonly AccessEvent[],
  isDetailed: boolean,
  all?: readonly AccessEvent[],
): Activity {
  const activity = newActivity(isDetailed);
  for (const [index, one] of events.toSorted((a, b) => a.at - b.at).entries())
    record(activity, one, { source: 0, line: (all?.indexOf(one) ?? index) + 1 });
  return activity;
}

/** A gateway's log that is written every minute, whoever calls. */
function beatsOf({ baselineFrom, to }: Windows): readonly number[] {
  const first = Math.floor(baselineFrom / MINUTE);
  return Array.from({ length: Math.ceil(to / MINUTE) - first }, (_, at) => first + at);
}

function sourceOf({ windows, baseline, window }: Scenario): SourceCoverage {
  const lines = baseline.length + window.length;
  return {
    name: "gateway.jsonl",
    format: "jsonl",
    sha256: null,
    bytes: 300 * lines,
    lines,
    events: lines,
    duplicates: 0,
    rejected: 0,
    samples: [],
    from: toInstant(windows.baselineFrom),
    to: toInstant(windows.to - 1),
    notes: [],
    namesKeys: true,
    unread: null,
    otherKeys: [],
  };
}

/** A table of places: thieves' machines in Lagos, a hotel in Lisbon, everything else in Berlin. */
function locate(ip: string): { readonly lat: number; readonly lon: number } {
  if (ip.startsWith("185.")) return { lat: 6.5, lon: 3.4 };
  return ip.startsWith("198.51.") ? { lat: 38.7, lon: -9.1 } : { lat: 52.5, lon: 13.4 };
}

/** What a reader gives for the scenario, and an incident that knows no more than the time of the exposure. */
export function readOf(one: Scenario): {
  readonly read: AuditInput;
  readonly context: AuditContext;
} {
  const names = { key: "c1", names: ["key_prod_1"] };
  return {
    read: {
      sources: [sourceOf(one)],
      keys: [
        {
          key: "c1",
          window: activityOf(one.window, true),
          baseline: activityOf(one.baseline, false),
        },
      ],
      beats: [beatsOf(one.windows)],
    },
    context: {
      ...plainContext(one.windows, [names]),
      keys: [
        {
          ...keyFacts(names),
          exposedFrom: one.windows.from,
          containedAt: one.containedAt,
          isSingleLocation: one.isSingleLocation,
        },
      ],
      networks: networks([]),
      locate,
    },
  };
}
