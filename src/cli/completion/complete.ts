// What can be typed at the cursor: names from commander's own tree, values from `values.ts`, files where files go.
import { Option, type Argument, type Command, type Help } from "commander";
import type { GlobalOptions, Host } from "../host.ts";
import { placeOf, type Place } from "./place.ts";
import { SOURCES, type Candidate } from "./values.ts";

export interface Completions {
  readonly candidates: readonly Candidate[];
  /** Names of files fit here too. */
  readonly files: boolean;
}

/** Anything else would have to be quoted, in each shell otherwise: such a value is not offered. */
const PLAIN_WORD = /^[\w.:@%+=/,-]+$/;

/** Longer descriptions do not help to choose. */
const MOST_WORDS = 60;

function pathOf(command: Command): string {
  const { parent } = command;
  return parent === null ? "" : `${pathOf(parent)} ${command.name()}`.trim();
}

function everyOption(command: Command, help: Help): readonly Option[] {
  const above = command.parent === null ? [] : everyOption(command.parent, help);
  return [...help.visibleOptions(command), ...above];
}

/** Names of commands, or of flags once a dash is typed: the command's own before those of every command. */
function names({ command, current, operands }: Place): readonly Candidate[] {
  const help = command.createHelp();
  if (!current.startsWith("-"))
    return operands.length > 0
      ? []
      : help.visibleCommands(command).map((one) => ({
          value: one.name(),
          words: help.subcommandDescription(one),
        }));
  return everyOption(command, help).map((one) => ({
    value: one.long ?? one.flags,
    words: one.description,
  }));
}

/** How a flag or an argument is named in SOURCES, and what it takes. */
function slotOf(value: Option | Argument): { readonly name: string; readonly takes: string } {
  if (value instanceof Option)
    return { name: value.long ?? "", takes: /<(.+)>/.exec(value.flags)?.[1] ?? "" };
  return { name: `<${value.name()}>`, takes: value.name() };
}

async function valuesOf(host: Host, place: Place, value: Option | Argument): Promise<Completions> {
  const { name, takes } = slotOf(value);
  const files = /file|dir/.test(takes);
  if (value.argChoices !== undefined)
    return { candidates: value.argChoices.map((one) => ({ value: one, words: "" })), files };
  const source = SOURCES[`${pathOf(place.command)} ${name}`] ?? SOURCES[name];
  if (source === undefined) return { candidates: [], files };
  const options: GlobalOptions = place.given;
  const candidates = await source({ host, place, reading: () => host.openReading(options) });
  return { candidates, files };
}

/** What fits at the cursor. Throws what reading the record throws. */
export async function complete(
  host: Host,
  program: Command,
  words: readonly string[],
): Promise<Completions> {
  const place = placeOf(program, words);
  const { candidates, files } =
    place.value === null
      ? { candidates: names(place), files: false }
      : await valuesOf(host, place, place.value);
  const seen = new Set<string>();
  const fitting = candidates.filter(({ value }) => {
    if (seen.has(value) || !PLAIN_WORD.test(value)) return false;
    seen.add(value);
    return value.startsWith(place.current);
  });
  return {
    files,
    candidates: fitting.map((one) => ({
      value: one.value,
      words: host.output.clean(one.words).replaceAll(/\s+/g, " ").trim().slice(0, MOST_WORDS),
    })),
  };
}
