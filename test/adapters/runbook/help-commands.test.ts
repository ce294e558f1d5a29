// What the words of a runbook tell people to type exists: the command, its flags, the step, the fact.
import { join } from "node:path";
import type { Command } from "commander";
import { expect, it } from "vitest";
import { listRunbooks, loadRunbookFile } from "../../../src/adapters/runbook/shipped.ts";
import { findStep, type Runbook } from "../../../src/core/runbook/runbook.ts";
import { registeredProgram } from "../../cli/leaf-commands.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PROGRAM = registeredProgram();

/** Command lines in a line of help, each from `claro-ir` to the next comma, colon, full stop or `claro-ir`. */
function typedIn(line: string): readonly string[] {
  return line
    .split("claro-ir ")
    .slice(1)
    .map((rest) => (rest.split(/[,:;?]|\.(?= |$)/)[0] ?? "").trim());
}

function find(command: Command, words: readonly string[]): Command | undefined {
  const [name = ""] = words;
  if (command.commands.length === 0) return command;
  const below = command.commands.find((one) => one.name() === name);
  return below === undefined ? undefined : find(below, words.slice(1));
}

/** Why a command line cannot be typed in an incident of this runbook; undefined when it can. */
function mistake(runbook: Runbook, typed: string): string | undefined {
  const words = typed.split(" ");
  const [first = "", second = ""] = words;
  const command = find(PROGRAM, words);
  if (command === undefined) return `there is no command "${typed}"`;
  const known = command.options.map((option) => option.long);
  const flag = words.find((word) => word.startsWith("--") && !known.includes(word));
  if (flag !== undefined) return `"${command.name()}" has no flag ${flag}`;
  if (first === "fact" && !Object.hasOwn(runbook.facts, second))
    return `there is no fact ${second}`;
  const step = first === "step" ? words[2] : first === "run" ? second : undefined;
  if (step === undefined || findStep(runbook, step) !== undefined) return undefined;
  return `there is no step ${step}`;
}

const runbooks = await Promise.all(
  (await listRunbooks(ROOT)).map(
    async (id) => (await loadRunbookFile(join(ROOT, `runbooks/${id}.yaml`), ROOT)).runbook,
  ),
);

it.each(runbooks)("$id", (runbook) => {
  const lines = Object.values(runbook.help).flatMap(({ why, how, cannot }) => [
    why,
    ...how,
    cannot,
  ]);
  const typed = lines.flatMap(typedIn);
  expect(typed.length).toBeGreaterThan(3);
  expect(typed.flatMap((one) => mistake(runbook, one) ?? [])).toEqual([]);
});

it("finds what cannot be typed", () => {
  const [runbook] = runbooks;
  const wrong = [
    "stauts",
    "step dnoe x",
    "step done no-such",
    "fact colour red",
    "decide outage 10 --why x",
  ];
  expect(wrong.map((one) => mistake(runbook!, one))).not.toContain(undefined);
});
