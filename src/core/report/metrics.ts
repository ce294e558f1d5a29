// How long things took: each figure with its formula, null where a term is not known, never clipped.
import type { IncidentEvent } from "../incident/event.ts";
import { liveCredentials } from "../incident/checklist.ts";
import type { CredentialState, IncidentState } from "../incident/state.ts";
import { between, MINUTE, type Instant, type Precision } from "../instant.ts";
import type { Runbook } from "../runbook/runbook.ts";
import { spell } from "./input.ts";
import type { Metric, MetricEnd } from "./metric.ts";
import { phaseMetrics } from "./phase-metrics.ts";
import { deadSince, extreme, inUseSince, terms, type Term, type TermName } from "./terms.ts";

type Difference = readonly [id: string, title: string, to: TermName, from: TermName];

// Never "MTTR": repair, recover, respond and resolve differ.
const DIFFERENCES: readonly Difference[] = [
  ["exposure-window", "Exposure window", "contained_at", "exposed_from"],
  ["abuse-window", "Abuse window", "contained_at", "first_abuse_at"],
  ["abuse-span", "Observed span of abuse", "last_abuse_at", "first_abuse_at"],
  ["time-to-detect-abuse", "Time to detect the abuse", "detected_at", "first_abuse_at"],
  ["time-to-detect-exposure", "Time to detect the exposure", "detected_at", "exposed_from"],
  ["time-to-declare", "Time to declare", "declared_at", "detected_at"],
  ["time-to-acknowledge", "Time to acknowledge", "acknowledged_at", "alerted_at"],
  ["time-to-contain", "Time to contain", "contained_at", "declared_at"],
  ["time-to-contain-detected", "Time to contain, from detection", "contained_at", "detected_at"],
  ["time-to-replace", "Time to replace", "service_restored_at", "declared_at"],
  ["time-to-eradicate", "Time to eradicate", "eradicated_at", "detected_at"],
  ["time-to-recover", "Time to recover", "recovered_at", "contained_at"],
  ["total", "Total", "closed_at", "declared_at"],
];

function negative(ms: number, to: string, from: string): string | null {
  return ms < 0 ? `${to} is ${spell(-ms)} before ${from}` : null;
}

function endOf(
  name: string,
  at: Instant | null,
  precision: Precision = "second",
): MetricEnd | null {
  return at === null ? null : { name, at, precision };
}

/** A first end that came earlier makes the time longer, a last one shorter; null where they pull apart. */
function boundOf(first: Term["bound"], last: Term["bound"]): Metric["bound"] {
  const ways = [
    ...(first === null ? [] : [first === "latest" ? ("at least" as const) : ("at most" as const)]),
    ...(last === null ? [] : [last === "latest" ? ("at most" as const) : ("at least" as const)]),
  ];
  return new Set(ways).size === 1 ? (ways[0] ?? null) : null;
}

function difference(
  known: Readonly<Record<TermName, Term>>,
  [id, title, to, from]: Difference,
): Metric {
  const [last, first] = [known[to], known[from]];
  // From a declaration that stands for its own notice to itself is no time that anybody measured.
  const isOne = from === "detected_at" && to === "declared_at" && first.bound !== null;
  const ms = isOne || last.at === null || first.at === null ? null : between(first.at, last.at);
  const notes = [last.note, first.note].filter((note) => note !== null);
  return {
    id,
    title,
    ms,
    formula: `${to} - ${from}`,
    from: isOne ? null : endOf(from, first.at, first.precision),
    to: endOf(to, last.at, last.precision),
    note: notes.length === 0 ? null : notes.join("; "),
    bound: boundOf(first.bound, last.bound),
    missing: [...last.missing, ...first.missing, ...(isOne ? [from] : [])],
    dataError: ms === null ? null : negative(ms, to, from),
  };
}

/** When the new key had reached the last place that was not waived; null while one lacks it or there is none. */
function deployedAt(credential: CredentialState): Instant | null {
  const places = credential.targets.filter((target) => target.state !== "waived");
  const instants = places.map(
    (place) => place.writtenAt ?? (place.proof === "attested" ? place.at : null),
  );
  const known = instants.filter((instant) => instant !== null);
  return known.length < places.length ? null : extreme(known, "last");
}

/** Replace-first only: how long the attacker's access was kept so that the service could go on. */
function overlap(credential: CredentialState): Metric {
  const [dead, deployed] = [deadSince(credential), deployedAt(credential)];
  const ms = dead === null || deployed === null ? null : between(deployed, dead);
  const names = ["contained_at", "replacement_deployed_at(last place)"] as const;
  return {
    id: `overlap:${credential.id}`,
    title: `Overlap of ${credential.id}`,
    ms,
    formula: `${names[0]} - ${names[1]}`,
    from: endOf(names[1], deployed),
    to: endOf(names[0], dead),
    bound: null,
    note: credential.override === null ? null : "the old key was cut on a recorded override",
    missing: names.filter((_, index) => [dead, deployed][index] === null),
    dataError: ms === null ? null : negative(ms, names[0], names[1]),
  };
}

/** When the old key stopped working as far as is on record. */
function cutAt(credential: CredentialState): Instant | null {
  return credential.old.blockedAt ?? deadSince(credential);
}

function outage(credential: CredentialState): Metric {
  const [cut, restored] = [cutAt(credential), inUseSince(credential)];
  const ms = cut === null || restored === null ? null : Math.max(0, between(cut, restored));
  return {
    id: `outage:${credential.id}`,
    title: `Outage of ${credential.id}`,
    ms,
    formula: "in-use - blocked_at, none when in use before",
    from: endOf("blocked_at", cut),
    to: endOf("in_use", restored),
    bound: null,
    note: ms === 0 ? "the replacement was in use before the cut" : null,
    missing: [
      ...(cut === null ? [`blocked_at of ${credential.id}`] : []),
      ...(restored === null ? [`service_restored_at of ${credential.id}`] : []),
    ],
    dataError: null,
  };
}

function sumOf(parts: readonly Metric[]): number | null {
  let sum = 0;
  for (const { ms } of parts) {
    if (ms === null) return null;
    sum += ms;
  }
  return parts.length === 0 ? null : sum;
}

function outages(state: IncidentState, events: readonly IncidentEvent[]): Metric[] {
  const each = liveCredentials(state).map(outage);
  const accepted = events.filter((event) => event.type === "outage.accepted");
  const minutes = liveCredentials(state)
    .map((credential) => credential.outage?.minutes ?? null)
    .filter((planned) => planned !== null);
  const planned = minutes.reduce((sum, next) => sum + next, 0);
  return [
    {
      id: "outage",
      title: "Outage, actual",
      ms: sumOf(each),
      formula: "sum of outage intervals",
      from: each.length === 1 ? (each[0]?.from ?? null) : null,
      to: each.length === 1 ? (each[0]?.to ?? null) : null,
      bound: null,
      note: each.length > 1 ? "summed over credentials; their outages may overlap" : null,
      missing: each.length === 0 ? ["blocked_at"] : each.flatMap((one) => one.missing),
      dataError: null,
    },
    {
      id: "outage-planned",
      title: "Outage, planned",
      ms: minutes.length === 0 ? null : planned * MINUTE,
      formula: "sum of accepted outages",
      from: null,
      to: null,
      bound: null,
      note:
        accepted.length > minutes.length ? "accepted more than once; the last one counts" : null,
      missing: minutes.length === 0 ? ["outage.accepted"] : [],
      dataError: null,
    },
    ...(each.length > 1 ? each : []),
  ];
}

/**
 * Every metric of one incident, in the order of the post-mortem. A term nobody knows makes the figure null and is named
 * in `missing`; a negative figure is kept and explained in `dataError`.
 */
export function computeMetrics(
  state: IncidentState,
  events: readonly IncidentEvent[],
  runbook: Runbook,
): Metric[] {
  const known = terms(state, events);
  return [
    ...DIFFERENCES.map((each) => difference(known, each)),
    ...liveCredentials(state)
      .filter((credential) => credential.strategy === "replace-first")
      .map(overlap),
    ...outages(state, events),
    ...phaseMetrics(state, runbook),
  ];
}
