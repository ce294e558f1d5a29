// Every command that people can type, as commander has it registered: what must have a schema, a description and a place in --help.
import { Command } from "commander";
import { COMMAND_GROUPS } from "../../src/cli/command/index.ts";
import type { Cli } from "../../src/cli/cli.ts";

const REGISTERS = await Promise.all(COMMAND_GROUPS.map((group) => group.load()));

/** Every first word that some group answers. */
export const FIRST_WORDS: readonly string[] = COMMAND_GROUPS.flatMap((group) => group.names);

/** The program with all commands registered; never run, so it needs no world around it. */
export function registeredProgram(): Command {
  const program = new Command("claro-ir");
  const cli: Cli = {
    program,
    host: {} as Cli["host"],
    exit: () => undefined,
    again: () => Promise.resolve(0),
    everything: () => Promise.resolve(program),
  };
  for (const register of REGISTERS) register(cli);
  return program;
}

/** Groups that do something themselves, too. */
const ACTING_GROUPS: readonly string[] = ["drill"];

function leavesOf(command: Command, path: readonly string[]): readonly string[] {
  const name = path.join(" ");
  if (command.commands.length === 0) return [name];
  const own = ACTING_GROUPS.includes(name) ? [name] : [];
  return [...own, ...belowOf(command, path)];
}

function belowOf(command: Command, path: readonly string[]): readonly string[] {
  return command.commands.flatMap((one) => leavesOf(one, [...path, one.name()]));
}

/** A conversation on a terminal: it prints no document, and without a terminal it is an error. */
const CONVERSING: readonly string[] = ["resume"];

/** `step list`, `start` …: all that prints a document with --json. */
export function printingCommands(): readonly string[] {
  return leavesOf(registeredProgram(), []).filter((command) => !CONVERSING.includes(command));
}
