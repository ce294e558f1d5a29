// A configuration that was found in a repository, not named and not made here, is asked about before anything is sent where it says.
import { confirm, isUnconfirmed } from "./adapters/config/confirmed.ts";
import type { GlobalOptions } from "./cli/host.ts";
import { ClaroIrError } from "./core/error.ts";
import type { Config } from "./ports/config.ts";
import type { Prompter } from "./ports/prompter.ts";
import { canAsk } from "./wiring-terminal.ts";

interface Asking {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  prompter(): Promise<Prompter>;
  err(line: string): void;
}

/** Most lines about what a file decides: enough to see a stranger's address, few enough to be read. */
const MOST_LINES = 6;

/** What is run at a place. */
function program({ write, preset }: Readonly<Record<string, unknown>>): string {
  if (typeof preset === "string") return preset;
  return Array.isArray(write) ? write.map(String).join(" ") : "";
}

/** Whom keys are shown to and what is run: what a stranger's file could abuse. */
function decided({ providers, targets }: Config): readonly string[] {
  const lines = [
    ...providers.map(({ id, kind, options: { baseUrl } }) =>
      ["  keys of", id, "go to", typeof baseUrl === "string" ? baseUrl : kind].join(" "),
    ),
    ...targets.map(({ id, kind, options }) =>
      ["  place", id, kind, program(options)].join(" ").trimEnd(),
    ),
  ];
  const rest = lines.length - MOST_LINES;
  return rest > 0 ? [...lines.slice(0, MOST_LINES), `  and ${String(rest)} more`] : lines;
}

/**
 * Ask once about a configuration that came with a repository; where nobody can be asked, say that nobody was. Exit 2 when the answer is no.
 * One that was named (`--config`, CLARO_IR_CONFIG) is the user's own word.
 */
export async function confirmed(
  config: Config,
  options: GlobalOptions,
  asking: Asking,
): Promise<void> {
  const isNamed = options.config !== undefined || (asking.env["CLARO_IR_CONFIG"] ?? "") !== "";
  if (config.file === null || isNamed || !isUnconfirmed(config.file, asking)) return;
  if (!canAsk() || options.input === false) {
    asking.err(`${config.file} came with a repository; nobody has confirmed it (--config does)`);
    return;
  }
  const prompter = await asking.prompter();
  prompter.say(`${config.file} came with a repository. It decides where keys go and what is run:`);
  for (const line of decided(config)) prompter.say(line);
  const answer = await prompter.choose("Is it yours or your team's? (asked once)", [
    { key: "y", words: "yes, use it" },
    { key: "n", words: "no" },
  ]);
  if (answer !== "y")
    throw new ClaroIrError("usage", "config-not-confirmed", `${config.file} is not used.`, {
      hint: "claro-ir --config <file of your own>",
    });
  confirm(config.file, asking);
}
