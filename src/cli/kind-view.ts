// How a kind of target or provider is described: from the same definition that parses its configuration.
import type { Output } from "../adapters/terminal/output.ts";

export interface KindWords {
  readonly kind: string;
  readonly title: string;
  readonly options: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly text: string;
  }[];
  readonly traps: readonly string[];
  readonly example: string;
}

/** Print one kind's page. */
export function showKind(output: Output, json: boolean, words: KindWords): void {
  if (json) {
    output.json(words);
    return;
  }
  output.out([{ text: `${words.kind}: ${words.title}`, style: "bold" }]);
  for (const option of words.options)
    output.out(`  ${option.name}${option.required ? " (required)" : ""}  ${option.text}`);
  if (words.traps.length > 0) output.out("Traps:");
  for (const trap of words.traps) output.out(`  - ${trap}`);
  output.out("Example:");
  // Copied as it stands: a line that is folded to the terminal is another YAML.
  for (const line of words.example.split("\n")) output.raw(`  ${output.clean(line)}\n`);
}
