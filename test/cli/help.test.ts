// What --help says: every command has words and a place, nothing is wider than the terminal, no word is lost on a narrow one.
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { LESSONS } from "../../src/cli/lessons.ts";
import { publishedSchemas } from "../../src/cli/schema/index.ts";
import { FIRST_WORDS, registeredProgram } from "./leaf-commands.ts";
import { reached } from "./reached.ts";
import { say } from "./say.ts";

function everyCommand(command: Command, path: readonly string[]): readonly (readonly string[])[] {
  const below = command.commands.flatMap((one) => everyCommand(one, [...path, one.name()]));
  return [path, ...below];
}

const PATHS = everyCommand(registeredProgram(), []);

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** Lines that are typed as they stand, so that breaking them would break them. */
function isTyped(line: string): boolean {
  return line.startsWith("Usage: ") || line.startsWith("  claro-ir ");
}

describe("--help", () => {
  it.each(PATHS.map((path) => [path.join(" ") || "(program)", path] as const))(
    "%s fits 80 and 40 columns and keeps every word",
    async (_name, path) => {
      const wide = await say([...path, "--help"], 300);
      expect(wide.code).toBe(0);
      expect(wide.err).toBe("");
      for (const columns of [80, 40]) {
        const { out } = await say([...path, "--help"], columns);
        expect(words(out)).toEqual(words(wide.out));
        const broad = out
          .split("\n")
          .filter((line) => line.length > columns && !isTyped(line) && words(line).length > 1);
        expect(broad).toEqual([]);
      }
    },
  );

  it("has a description for every command and group, and a place for every one at the top", () => {
    const program = registeredProgram();
    const silent = PATHS.slice(1).filter((path) => {
      const found = path.reduce<Command | undefined>(
        (command, name) => command?.commands.find((one) => one.name() === name),
        program,
      );
      return found === undefined || found.description() === "";
    });
    expect(silent).toEqual([]);
    const homeless = program.commands.filter((one) => one.helpGroup() === "");
    expect(homeless.map((one) => one.name())).toEqual([]);
  });

  it("says what every option is for", () => {
    function options(command: Command): readonly string[] {
      const own = command.options.filter((one) => !one.description && !one.hidden);
      return [
        ...own.map((one) => `${command.name()} ${one.flags}`),
        ...command.commands.flatMap(options),
      ];
    }
    expect(options(registeredProgram())).toEqual([]);
  });

  it("of the program names every command, under a heading of ours", async () => {
    const { out } = await say(["--help"]);
    for (const command of registeredProgram().commands)
      expect(out).toMatch(new RegExp(`^  ${command.name()}\\b`, "m"));
    expect(out).not.toContain("\nCommands:\n");
  });

  it("of the program says first what to type, and lists each group on a screen, a line each", async () => {
    const { out } = await say(["--help"]);
    expect(out.split("\n")[0]).toMatch(/claro-ir start$/);
    const groups = out.split("\n\n").filter((part) => /^[A-Z][^\n]*:\n {2}/.test(part));
    expect(groups.map((group) => group.split(":")[0])).toEqual([
      "In an incident",
      "The record",
      "Before one",
      "Around it",
      "With every command",
    ]);
    for (const group of groups) {
      const lines = group.split("\n");
      expect(lines.length).toBeLessThanOrEqual(24);
      expect(lines.slice(1).filter((line) => !/^ {2}\S/.test(line))).toEqual([]);
    }
  });

  it("of `help <command>` is that of the command", async () => {
    expect(await say(["help", "start"])).toEqual(await say(["start", "--help"]));
    expect(await say(["help", "step", "done"])).toEqual(await say(["step", "done", "--help"]));
    expect(await say(["help", "help"])).toEqual(await say(["--help"]));
  });
});

describe("examples", () => {
  const COMMANDS = PATHS.slice(1).map((path) => path.join(" "));

  it("are there for every command, and for no other", () => {
    const taught = Object.keys(LESSONS);
    expect(COMMANDS.filter((command) => !taught.includes(command))).toEqual([]);
    expect(taught.filter((command) => !COMMANDS.includes(command))).toEqual([]);
    for (const { examples } of Object.values(LESSONS)) expect(examples).not.toEqual([]);
  });

  it.each(
    Object.entries(LESSONS).flatMap(([command, { examples }]) =>
      examples.map((line) => [line, command] as const),
    ),
  )("%s", async (line, command) => {
    // `< file` is the shell's.
    const leaf = await reached(line.replaceAll(/ [<>] \S+/g, ""));
    // A group shows what its commands do.
    expect(leaf === command || leaf.startsWith(`${command} `)).toBe(true);
  });

  it("would be found out when they do not run", async () => {
    await expect(reached("claro-ir status --wacth")).rejects.toThrow(/unknown option/);
    await expect(reached("claro-ir start --abuse perhaps")).rejects.toThrow(/Allowed choices/);
    await expect(reached("claro-ir step done")).rejects.toThrow(/missing required argument/);
  });

  it("stand whole in the help of their command", async () => {
    const { out } = await say(["targets", "add", "--help"], 40);
    for (const line of LESSONS["targets add"]?.examples ?? []) expect(out).toContain(`  ${line}\n`);
  });
});

describe("what does not exist", () => {
  it.each([
    [["statsu"], "status", "claro-ir --help"],
    [["help", "statsu"], "status", "claro-ir --help"],
    [["step", "dnoe"], "done", "claro-ir step --help"],
    [["help", "step", "dnoe"], "done", "claro-ir step --help"],
    [["status", "--incidnet", "x"], "--incident", "claro-ir status --help"],
  ])("%s suggests %s, and names the page to read", async (args, suggestion, page) => {
    const { code, out, err } = await say(args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err.trimEnd().split("\n")).toEqual([
      expect.stringMatching(new RegExp(`Did you mean .*${suggestion}\\b`)),
      `next: ${page}`,
    ]);
  });
});

describe("schema", () => {
  it("finds every command by its first word, so that only its group has to load", () => {
    expect(registeredProgram().commands.map((one) => one.name())).toEqual(FIRST_WORDS);
  });

  it("lists every name", async () => {
    const { out } = await say(["schema"]);
    expect(words(out)).toEqual(Object.keys(publishedSchemas()));
  });

  it.each(["run", "step list", "credential add"])(
    "of `%s` is found as typed or joined",
    async (command) => {
      const joined = await say(["schema", command.replaceAll(" ", "-")]);
      expect(joined.code).toBe(0);
      expect(JSON.parse(joined.out)).toMatchObject({ title: `claro-ir ${command} --json` });
      expect(await say(["schema", ...command.split(" ")])).toEqual(joined);
      expect(await say(["schema", command])).toEqual(joined);
    },
  );

  it.each(["nothing", "constructor"])("of %s there is none", async (name) => {
    const { code, err } = await say(["schema", name]);
    expect(code).toBe(2);
    expect(err).toContain("next: claro-ir schema");
  });
});
