// When a duty's clock begins: what people stated, what is known without anybody saying so, and what follows another notice.
import type { Instant } from "../instant.ts";
import { endOfYear, startOfDay } from "./due.ts";

/** A start that was stated anew: the value before it, the events of both, and why. */
export interface Moved {
  /** An instant, or a day where no more was said. */
  readonly before: string;
  readonly beforeSeq: number;
  readonly seq: number;
  readonly because: string;
}

export interface StartInput {
  /** Start facts in snake_case: an instant, or a local day such as `2026-11-23` where nobody knows the hour. */
  readonly facts: Readonly<Record<string, string>>;
  /** Those of them that were stated anew. */
  readonly moved: Readonly<Record<string, Moved>>;
  readonly detectedAt: Instant;
  readonly declaredAt: Instant;
  /** `<regime>.<stage>` to when its notice went out. */
  readonly sent: Readonly<Record<string, Instant>>;
}

/** It is derived from the discovery, and so is what it would be from the detection. */
const END_OF_YEAR = "end_of_calendar_year_of_discovery";

/** Brazil's awareness is the European one where nobody stated it by itself. */
const FOLLOWS: Readonly<Record<string, string>> = {
  known_personal_data_at: "aware_personal_data_at",
  [END_OF_YEAR]: "discovered_at",
};

/** Name of the stated fact that a start rests on. */
function factBehind(name: string, facts: StartInput["facts"]): string {
  return facts[name] === undefined ? (FOLLOWS[name] ?? name) : name;
}

/** Notice that a start follows, `<regime>.<stage>`; undefined for a start fact. */
export function noticeBefore(name: string): string | undefined {
  return /^(.+)\.sent_at$/.exec(name)?.[1];
}

/** A stated day begins where the duty counts its days. */
function instantOf(stated: string | undefined, zone: string): Instant | undefined {
  return stated?.length === 10 ? startOfDay(stated, zone) : stated;
}

/** When a clock began, by the name of its start; undefined where nobody has said so. */
export function startOf(name: string, input: StartInput, zone: string): Instant | undefined {
  const notice = noticeBefore(name);
  if (notice !== undefined) return input.sent[notice];
  const stated = instantOf(input.facts[factBehind(name, input.facts)], zone);
  if (stated !== undefined) return name === END_OF_YEAR ? endOfYear(stated, zone) : stated;
  if (name === "declared_at") return input.declaredAt;
  return name === "noticed_at" ? input.detectedAt : undefined;
}

/** The start that a date is shown from while nobody has stated the real one: the detection. Undefined where no date can be shown. */
export function provisionalStart(
  name: string,
  { detectedAt }: StartInput,
  zone: string,
): Instant | undefined {
  if (noticeBefore(name) !== undefined) return undefined;
  return name === END_OF_YEAR ? endOfYear(detectedAt, zone) : detectedAt;
}

/** Whether the fact behind a start was stated anew; null = no. */
export function movedStart(name: string, { facts, moved }: StartInput): Moved | null {
  return moved[factBehind(name, facts)] ?? null;
}
