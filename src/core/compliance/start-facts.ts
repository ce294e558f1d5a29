// From when a duty counts: moments that people state, each by the role whose call it is. Awareness is not detection.
import type { IncidentState } from "../incident/state.ts";
import { parseInstant, typedPrecision } from "../instant.ts";
import type { Moved } from "./starts.ts";

export interface StartFact {
  /** As `fact` takes it. */
  readonly name: string;
  /** As the table of duties has it. */
  readonly term: string;
  readonly title: string;
  /** Incident roles that may state it, where somebody has one of them. */
  readonly by: readonly string[];
}

function startFact(term: string, title: string, ...by: readonly string[]): StartFact {
  const name = term.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  return { name, term, title, by };
}

/** Every start fact of the table; `declared_at` and the end of the year of discovery are known without anybody saying so. */
export const START_FACTS: readonly StartFact[] = [
  startFact(
    "aware_personal_data_at",
    "Reasonably certain that data about people was affected",
    "legal",
  ),
  startFact("known_personal_data_at", "Known that data about people was affected", "legal"),
  startFact("discovered_at", "Breach discovered, or should have been", "legal", "ic"),
  startFact("noticed_at", "Noticed by anybody of ours", "ic", "legal"),
  startFact("suspected_at", "Suspected that a breach has to be notified", "legal", "ic"),
  startFact("believed_at", "Reasonable grounds to believe that it has to be notified", "legal"),
  startFact("breach_determined_at", "Determined that there was a breach", "legal"),
  startFact(
    "incident_determined_at",
    "Determined that there is a notifiable incident",
    "legal",
    "ic",
  ),
  startFact("aware_significant_at", "Aware that the incident is significant", "legal", "ic"),
  startFact("aware_incident_at", "Aware of the incident", "ic", "legal"),
  startFact("classified_major_at", "Classified as major", "legal", "ic"),
  startFact("material_determined_at", "Determined to be material", "legal"),
  startFact("missing_fact_determined_at", "Missing information determined", "legal"),
  startFact("assessed_notifiable_at", "Assessed as notifiable", "legal"),
  startFact(
    "reasonable_belief_at",
    "Reasonable belief that a covered incident happened",
    "legal",
    "ic",
  ),
  startFact("ransom_paid_at", "Ransom paid", "legal", "ic"),
  startFact("fix_available_at", "Fix available", "ic", "service-owner"),
];

/** Everything a duty may count from: the start facts, and what is known without anybody saying so. */
export const KNOWN_STARTS: readonly string[] = [
  ...START_FACTS.map(({ term }) => term),
  "declared_at",
  "end_of_calendar_year_of_discovery",
];

const OTHERS: Readonly<Record<string, string>> = {
  declared_at: "Declared",
  end_of_calendar_year_of_discovery: "End of the calendar year of discovery",
};

/** What a duty counts from, in words; `term` as the table has it, also `<regime>.<stage>.sent_at`. */
export function startWords(term: string): string {
  if (term.endsWith(".sent_at"))
    return `Notice ${term.slice(0, -".sent_at".length).replace(".", " ")} sent`;
  return START_FACTS.find((fact) => fact.term === term)?.title ?? OTHERS[term] ?? term;
}

/** The start fact of that name; undefined for any other fact. */
export function startFactOf(name: string): StartFact | undefined {
  return START_FACTS.find((fact) => fact.name === name);
}

/** What is stated, by the table's terms: an instant, or a day where no more was said. */
export function statedStarts({
  facts,
}: Pick<IncidentState, "facts">): Readonly<Record<string, string>> {
  return Object.fromEntries(
    START_FACTS.flatMap(({ name, term }) => {
      const value = facts[name]?.value ?? "";
      const instant = parseInstant(value);
      if (instant === undefined) return [];
      return [[term, typedPrecision(value) === "day" ? value : instant]];
    }),
  );
}

/** Those of them that were stated anew, by the table's terms. */
export function movedStarts({
  facts,
}: Pick<IncidentState, "facts">): Readonly<Record<string, Moved>> {
  return Object.fromEntries(
    START_FACTS.flatMap(({ name, term }) => {
      const { moved, seq } = facts[name] ?? {};
      return moved === undefined || seq === undefined ? [] : [[term, { ...moved, seq }]];
    }),
  );
}
