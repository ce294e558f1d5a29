// The program with nothing behind its commands: which command a line reaches, and whether all its options and choices exist.
import type { Command } from "commander";
import type { Host } from "../../src/cli/host.ts";
import { COMMAND_GROUPS } from "../../src/cli/command/index.ts";
import { buildProgram } from "../../src/cli/program.ts";
import { wordsOf } from "../acceptance/main-job/scene.ts";

const LOADED = COMMAND_GROUPS.map((group) => group.load());

/** The command that a line (`claro-ir …`) reaches, without its `claro-ir`. Fails as the program would on what does not exist. */
export async function reached(line: string): Promise<string> {
  let found = "";
  const output = { width: () => 80, err: () => undefined };
  const host = { output, version: "1.2.3" } as unknown as Host;
  const program = buildProgram(
    { host, exit: () => undefined, again: () => Promise.resolve(0) },
    await Promise.all(LOADED),
  );
  function stub(command: Command, path: string): void {
    command.action(() => {
      found = path;
    });
    for (const below of command.commands) stub(below, `${path} ${below.name()}`.trim());
  }
  stub(program, "");
  const [, ...args] = wordsOf(line);
  await program.parseAsync(args, { from: "user" });
  return found;
}
