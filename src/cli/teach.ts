// Puts each command's lesson under its --help, and under the program's what to type in an emergency.
import type { Command } from "commander";
import { LESSONS } from "./lessons.ts";

/** The words of a command, without the program's. */
function pathOf(command: Command): string {
  const { parent } = command;
  if (parent === null) return "";
  return `${pathOf(parent)} ${command.name()}`.trim();
}

function footer(command: Command, width: number): string {
  const lesson = LESSONS[pathOf(command)];
  function wrap(words: string): string {
    return command.createHelp().boxWrap(words, width);
  }
  return [
    ...(lesson === undefined ? [] : ["", lesson.examples.length === 1 ? "Example:" : "Examples:"]),
    // As they stand: a line that is broken is a line that does not run.
    ...(lesson?.examples ?? []).map((line) => `  ${line}`),
    ...(lesson?.after === undefined ? [] : ["", wrap(lesson.after)]),
    "",
    wrap("Options that every command takes (--incident, --json and others): claro-ir --help"),
  ].join("\n");
}

/** Add the lessons to every command of a program. */
export function teach(command: Command, width: () => number): void {
  if (command.parent !== null) command.addHelpText("after", () => footer(command, width()));
  for (const below of command.commands) teach(below, width);
}
