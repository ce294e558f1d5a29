// A place as a person types it in one line: the path of a file, a program that takes the key on stdin, or words for somebody who goes there.
import type { TargetDefinition } from "../incident/event.ts";

/** What the machine knows about the first word of the line. */
export interface Looked {
  readonly path: string;
  readonly isProgram: boolean;
}

/** Where a restart command is asked for: everywhere but in places that only people reach. */
export type PlaceKind = "dotenv" | "exec" | "manual";

export interface PlaceInput {
  readonly id: string;
  readonly kind: PlaceKind;
  readonly options: Readonly<Record<string, unknown>>;
}

const LONGEST_ID = 24;
/** Programs that only carry to another place: the place is their next word. */
const CARRIERS = ["ssh", "sudo", "doas"];

/** The words of a line that needs no quoting. */
export function words(line: string): readonly string[] {
  return line.split(/\s+/).filter((word) => word !== "");
}

function slug(text: string): string {
  const plain = text
    .replace(/^\.?\//, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  return plain.slice(0, LONGEST_ID).replaceAll(/^-+|-+$/g, "") || "place";
}

/** A short id that no other place of the key has. */
function freeId(wanted: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? wanted : `${wanted}-${String(number)}`;
    if (!taken.includes(id)) return id;
  }
}

/** A sentence is for people, even when it begins with the name of a program. */
function isSentence(line: string): boolean {
  return /[,;]|\.(\s|$)/.test(line);
}

/**
 * What a line means. `first` is what the machine finds under its first word; undefined makes it a place for people. A file is taken as
 * `.env`; which variable holds the key is for the caller to find.
 */
export function placeInput(
  line: string,
  first: Looked | undefined,
  taken: readonly string[],
): PlaceInput {
  const all = words(line);
  const [word = ""] = all;
  if (first === undefined || isSentence(line) || (all.length > 1 && !first.isProgram))
    return { id: freeId(slug(word), taken), kind: "manual", options: { note: line } };
  if (!first.isProgram)
    return { id: freeId(slug(word), taken), kind: "dotenv", options: { path: first.path } };
  const named = CARRIERS.includes(word) ? (all[1] ?? word) : (word.split("/").at(-1) ?? word);
  const argv = [word.includes("/") ? first.path : word, ...all.slice(1)];
  return { id: freeId(slug(named), taken), kind: "exec", options: { write: argv } };
}

/** The variable of an env file that holds a value; undefined when none does. */
export function variableHolding(text: string, value: string): string | undefined {
  const line = text.split(/\r?\n/).find((one) => one.includes(value));
  return /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line ?? "")?.[1];
}

/** The place as the incident records it. */
export function definitionFrom(
  place: PlaceInput,
  more: Readonly<Record<string, unknown>>,
): TargetDefinition {
  return { id: place.id, kind: place.kind, options: { ...place.options, ...more } };
}
