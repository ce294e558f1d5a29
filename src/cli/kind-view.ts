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
  /** Of a provider: what is done with keys, and by whom. */
  readonly acts?: readonly { readonly act: string; readonly by: string; readonly text: string }[];
  /** Of a provider: clicks for what people do, by act. */
  readonly clicks?: Readonly<Record<string, readonly string[]>>;
  /** Ready-made options for well-known places. */
  readonly presets?: readonly PresetWords[];
}

interface PresetWords {
  readonly preset: string;
  readonly title: string;
  readonly asks: KindWords["options"];
  readonly write: string;
  readonly stdin: string | null;
  readonly read: string | null;
  readonly env: readonly string[];
  readonly traps: readonly string[];
}

/** Print one kind's page. */
export function showKind(output: Output, json: boolean, words: KindWords): void {
  if (json) {
    output.json(words);
    return;
  }
  output.out([{ text: `${words.kind}  ${words.title}`, style: "bold" }]);
  for (const { act, by, text } of words.acts ?? [])
    output.out(`  ${act.padEnd(8)} by ${by.padEnd(7)} ${text}`);
  output.out("Options:");
  showOptions(output, words.options);
  if (words.traps.length > 0) output.out("Traps:");
  for (const trap of words.traps) output.out(`  - ${trap}`);
  output.out("Example:");
  // Copied as it stands: a line that is folded to the terminal is another YAML.
  for (const line of words.example.split("\n")) output.raw(`  ${output.clean(line)}\n`);
  for (const [act, lines] of Object.entries(words.clicks ?? {})) {
    output.out(`By hand, ${act}:`);
    for (const [at, line] of lines.entries()) output.out(`  ${String(at + 1)} ${line}`);
  }
  const presets = words.presets ?? [];
  if (presets.length === 0) return;
  output.out(
    "Presets. In commands <name> is what you give under with; [ ] is left out without it.",
  );
  for (const preset of presets) showPreset(output, preset);
}

function showOptions(output: Output, options: KindWords["options"]): void {
  for (const option of options)
    output.out(`  ${option.name}${option.required ? " (required)" : ""}  ${option.text}`);
}

function showPreset(output: Output, words: PresetWords): void {
  output.out([{ text: `${words.preset}: ${words.title}`, style: "bold" }]);
  showOptions(output, words.asks);
  output.out(`  write: ${words.write}`);
  if (words.stdin !== null) output.out(`  stdin: ${words.stdin.trimEnd()}`);
  output.out(`  read: ${words.read ?? "nothing, the store gives no secret back"}`);
  if (words.env.length > 0) output.out(`  env: ${words.env.join(", ")}`);
  for (const trap of words.traps) output.out(`  - ${trap}`);
}
