// A preset as people read it in `targets show exec`: from the same data that runs it.
import { commandLine } from "../run-program.ts";
import { namesIn, type Preset, type Word } from "./preset.ts";

/** What people read about a preset. In commands `<name>` is asked for, and what stands in brackets may be left out. */
export interface PresetDescription {
  readonly preset: string;
  readonly title: string;
  readonly asks: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly text: string;
  }[];
  readonly write: string;
  /** Null = the key alone. */
  readonly stdin: string | null;
  /** Null = the store gives none back. */
  readonly read: string | null;
  readonly env: readonly string[];
  readonly traps: readonly string[];
}

/** Put a preset into words. */
export function describePreset(preset: Preset): PresetDescription {
  const { id, title, asks, write, stdin, read, env, traps } = preset;
  return {
    preset: id,
    title,
    asks: Object.entries(asks).map(([name, ask]) => ({
      name,
      required: ask.optional !== true,
      text: ask.meaning,
    })),
    write: shown(write),
    stdin: stdin ?? null,
    read: read === undefined ? null : shown(read),
    env,
    traps,
  };
}

function shown(words: readonly Word[]): string {
  return words
    .map((word) => (typeof word === "string" ? quoted(word) : `[${word.map(quoted).join(" ")}]`))
    .join(" ");
}

/** As in a shell, with the names left as they are. */
function quoted(word: string): string {
  return namesIn(word).length > 0 && !/[\s"'$&*;(){}]/.test(word) ? word : commandLine([word]);
}
