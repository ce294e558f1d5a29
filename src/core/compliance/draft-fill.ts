// What the record answers of a notice: each part of it as named values, null where nothing is known. Nothing is guessed.
import { liveCredentials } from "../incident/checklist.ts";
import { factValue } from "../incident/facts.ts";
import { regionNames } from "./answers.ts";
import type { CredentialState, IncidentState } from "../incident/state.ts";
import { containedAt, restoredAt } from "../incident/status.ts";
import { parseInstant, type Instant } from "../instant.ts";
import type { Filler } from "./regime.ts";

/** A named value; null = the record does not say. */
export interface Part {
  readonly label: string;
  readonly value: string | null;
  /** It must stay as it is, such as an address to write to; everything else is defanged. */
  readonly isVerbatim?: boolean;
}

export interface DraftSource {
  readonly state: IncidentState;
  readonly regime: string;
  /** Whom an authority may ask, from the configuration; null = not named. */
  readonly contact: string | null;
  /** Duties with a notice that came or is late, and why. */
  readonly late: readonly { readonly stage: string; readonly because: string | null }[];
}

/** `2026-11-23 02:10 UTC`. */
export function minuteOf(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

function words(value: string | undefined): string | null {
  if (value === undefined || value === "unknown") return null;
  const instant = parseInstant(value);
  return instant === undefined ? value : minuteOf(instant);
}

/** Facts by name, each with its label. */
function facts(
  { state }: DraftSource,
  ...named: readonly (readonly [label: string, name: string])[]
): readonly Part[] {
  return named.map(([label, name]) => ({ label, value: words(factValue(state, name)) }));
}

/** Regions in the words of people who do not know the table's. */
function where(label: string, { state }: DraftSource): readonly Part[] {
  const value = factValue(state, "regions");
  const names = value === undefined || value === "unknown" ? [] : regionNames(value);
  return [{ label, value: names.join(", ") || null }];
}

function moment(label: string, instant: Instant | null): Part {
  return { label, value: instant === null ? null : minuteOf(instant) };
}

function keyMeasures({ name, old, new: fresh }: CredentialState): readonly Part[] {
  return [
    moment(`Key ${name} blocked`, old.blockedAt),
    moment(`Key ${name} proved dead`, old.firstDeadAt),
    moment(`Its replacement in use`, fresh.inUseAt),
  ];
}

function malice({ state }: DraftSource): readonly Part[] {
  const abuse = factValue(state, "abuse");
  const value =
    abuse === "yes" ? "yes, the key was misused" : abuse === "no" ? "no misuse was seen" : null;
  return [{ label: "Unlawful or malicious", value }];
}

function exceptions({ state, regime }: DraftSource): readonly Part[] {
  const found = state.decisions.filter(
    ({ kind, value }) => kind === "notice-exception" && value.startsWith(`${regime}.`),
  );
  if (found.length === 0) return [{ label: "Delay asked for by law enforcement", value: null }];
  return found.map(({ value, because }) => ({ label: value, value: because }));
}

function delay({ late }: DraftSource): readonly Part[] {
  if (late.length === 0) return [{ label: "Delay", value: "none so far" }];
  return late.map(({ stage, because }) => ({
    label: `Why ${stage} came late`,
    value: because,
  }));
}

/** How each part of the record is said. */
export const FILLS: Readonly<Record<Filler, (source: DraftSource) => readonly Part[]>> = {
  summary: ({ state }) => [{ label: "Summary", value: words(state.summary) }],
  nature: (source) => [
    { label: "Summary", value: words(source.state.summary) },
    ...facts(source, ["Where the key could be seen", "exposureLocation"]),
    moment("Detected", source.state.detectedAt),
    ...facts(source, ["Data read", "dataAccessed"]),
  ],
  noticed: (source) => [
    moment("Detected", source.state.detectedAt),
    ...facts(source, ["How", "noticedHow"]),
  ],
  discovery: (source) => [
    moment("Detected", source.state.detectedAt),
    ...facts(source, ["Discovered", "discoveredAt"]),
  ],
  window: (source) =>
    facts(
      source,
      ["Exposed from", "exposedFrom"],
      ["Exposed until", "exposedUntil"],
      ["First use that was not ours", "firstAbuseAt"],
      ["Last use that was not ours", "lastAbuseAt"],
    ),
  misuse: ({ state }) => {
    const found = state.findings.filter(({ judged }) => judged?.verdict === "malicious");
    const titles = [...new Set(found.map(({ title }) => title))];
    return [{ label: "What was done with the key", value: titles.join("; ") || null }];
  },
  data: (source) => facts(source, ["Kinds of data", "dataKinds"], ["Touched", "dataTouched"]),
  records: (source) => facts(source, ["Kinds of data", "dataKinds"], ["Records", "dataTouched"]),
  people: (source) =>
    facts(source, ["How many", "people"], ["Whose data", "whoseData"]).concat(
      where("Where", source),
    ),
  regions: (source) => where("Where these people live", source),
  harm: (source) => facts(source, ["Likely consequences", "likelyHarm"]),
  protection: (source) => facts(source, ["Unreadable to the thief", "unintelligible"]),
  cause: (source) => facts(source, ["Cause", "cause"]),
  measures: ({ state }) => liveCredentials(state).flatMap(keyMeasures),
  contained: ({ state }) => [moment("Contained", containedAt(state))],
  status: ({ state }) => [
    { label: "Incident", value: state.state },
    moment("Contained", containedAt(state)),
    moment("Restored", restoredAt(state)),
  ],
  malice,
  impact: (source) => [
    { label: "Severity", value: source.state.severity },
    ...facts(source, ["Data that the key could reach", "data"], ["Data read", "dataAccessed"]),
  ],
  delay,
  "law-enforcement": exceptions,
  contact: ({ contact }) => [{ label: "Contact", value: contact, isVerbatim: true }],
};
