// Where the cursor is on a command line: at the name of a command or flag, in a flag's value, or in an argument.
import type { Argument, Command, Option } from "commander";

export interface Place {
  /** The command typed so far. */
  readonly command: Command;
  /** What is typed of the word at the cursor; of `--flag=value`, the value. */
  readonly current: string;
  /** What is to be completed: a flag's value, an argument, or (null) a name. */
  readonly value: Option | Argument | null;
  /** Values of flags given before, by their name in code. */
  readonly given: Readonly<Record<string, string>>;
  /** Arguments given before. */
  readonly operands: readonly string[];
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

/** A flag as this command or one above it knows it. */
function optionOf(command: Command | null, flag: string): Option | undefined {
  if (command === null) return undefined;
  return (
    command.options.find((one) => one.long === flag || one.short === flag) ??
    optionOf(command.parent, flag)
  );
}

function isFlag(word: string): boolean {
  return word.startsWith("-") && word !== "-";
}

/** The argument that comes after so many; a variadic one takes all the rest. */
function argumentAt(command: Command, at: number): Argument | null {
  const { registeredArguments: all } = command;
  const last = all.at(-1);
  return all[at] ?? (last?.variadic === true ? last : null);
}

/** Bash hands over `--flag=value` as three words. */
export function joinedAtEquals(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const [at, word] of words.entries()) {
    const before = joined.at(-1) ?? "";
    const belongs = word === "=" || words[at - 1] === "=";
    if (belongs && before.startsWith("--")) joined[joined.length - 1] = `${before}${word}`;
    else joined.push(word);
  }
  return joined;
}

/** What has been read of a line. */
interface Line {
  command: Command;
  readonly given: Record<string, string>;
  readonly operands: string[];
  /** A flag whose value comes next. */
  waiting: Option | undefined;
  flagsEnded: boolean;
}

function takeFlag(line: Line, word: string): void {
  const [flag = "", ...value] = word.split("=");
  const option = optionOf(line.command, flag);
  if (option === undefined || !takesValue(option)) return;
  if (word.includes("=")) line.given[option.attributeName()] = value.join("=");
  else line.waiting = option;
}

function takeWord(line: Line, word: string): void {
  const { command, operands } = line;
  // `help start` is completed as `start` is.
  if (command.parent === null && word === "help") return;
  const below = command.commands.find((one) => one.name() === word);
  if (operands.length === 0 && below !== undefined) line.command = below;
  else operands.push(word);
}

function take(line: Line, word: string): void {
  if (line.waiting !== undefined) {
    line.given[line.waiting.attributeName()] = word;
    line.waiting = undefined;
  } else if (line.flagsEnded) takeWord(line, word);
  else if (word === "--") line.flagsEnded = true;
  else if (isFlag(word)) takeFlag(line, word);
  else takeWord(line, word);
}

/** The place of the cursor in the words after the program's name; the last of them is the one at the cursor. */
export function placeOf(program: Command, words: readonly string[]): Place {
  const line: Line = {
    command: program,
    given: {},
    operands: [],
    waiting: undefined,
    flagsEnded: false,
  };
  for (const word of words.slice(0, -1)) take(line, word);
  const current = words.at(-1) ?? "";
  const { command, given, operands, waiting } = line;
  const place = { command, given, operands };
  if (waiting !== undefined) return { ...place, current, value: waiting };
  const flag = isFlag(current) && !line.flagsEnded;
  const at = current.indexOf("=");
  const option = flag && at > 0 ? optionOf(command, current.slice(0, at)) : undefined;
  if (option !== undefined) return { ...place, current: current.slice(at + 1), value: option };
  const isName = flag || command.commands.length > 0;
  return { ...place, current, value: isName ? null : argumentAt(command, operands.length) };
}
