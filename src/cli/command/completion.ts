// `completion bash|zsh|fish`: what a shell runs to complete claro-ir, and the answers it asks for at each Tab.
import { Argument, type Command } from "commander";
import type { Cli } from "../cli.ts";
import { FILES, scriptOf, SHELLS, type Shell } from "../completion/scripts.ts";
import { optionsOf } from "../session.ts";

function script(cli: Cli, shell: Shell, command: Command): void {
  const text = scriptOf(shell);
  if (optionsOf(command).json === true) cli.host.output.json({ shell, script: text });
  // As it is: a script that is folded to the terminal is none.
  else cli.host.output.raw(text);
}

/** Answer a Tab. What cannot be read is an error as anywhere; the scripts keep it off the line that is being typed. */
async function answer(cli: Cli, shell: Shell, typed: readonly string[]): Promise<void> {
  const [{ complete }, { joinedAtEquals }] = await Promise.all([
    import("../completion/complete.ts"),
    import("../completion/place.ts"),
  ]);
  const words = shell === "bash" ? joinedAtEquals(typed) : typed;
  const { candidates, files } = await complete(cli.host, await cli.everything(words), words);
  const { output } = cli.host;
  for (const { value, words: about } of candidates) output.out(`${value}\t${about}`);
  if (files) output.out(FILES);
}

/** Register `completion`. */
export function registerCompletion(cli: Cli): void {
  cli.program
    .command("completion")
    .summary("Tab completion for bash, zsh and fish")
    .description(
      "Print what your shell runs to complete commands, flags, incidents, steps, keys and places.",
    )
    .addArgument(new Argument("<shell>", "which shell").choices([...SHELLS]))
    .argument("[words...]", "after --, a line to complete: what the shell asks at each Tab")
    .helpGroup("Before one:")
    .action((shell: Shell, words: readonly string[], _options: unknown, command: Command) =>
      words.length === 0 ? script(cli, shell, command) : answer(cli, shell, words),
    );
}
