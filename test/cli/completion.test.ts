// Completion in the real shells: commands, flags, choices and ids from the record; nothing evaluated, nothing restricted, no error on the line.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { joinedAtEquals } from "../../src/cli/completion/place.ts";
import { SOURCES } from "../../src/cli/completion/values.ts";
import { PROGRAM, cli, tempHome, type Home } from "../support/cli.ts";
import { openTerminal } from "../support/terminal.ts";
import { registeredProgram } from "./leaf-commands.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let home: Home;
let env: Readonly<Record<string, string>>;
let open: string;
let restricted: string;

function incidents(): readonly string[] {
  return readdirSync(join(home.store, "incidents")).filter((name) => name.startsWith("INC-"));
}

beforeAll(async () => {
  home = await tempHome();
  writeFileSync(
    join(home.folder, "claro-ir"),
    `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`,
    { mode: 0o755 },
  );
  env = { ...home.env, PATH: `${home.folder}:${home.env["PATH"] ?? ""}` };
  await cli(["start", "--key", "web-key", "--summary", "posted in a gist"], { home });
  [open = ""] = incidents();
  // A name as a leaked text may hold it: a shell that evaluates it would make a file.
  await cli(["credential", "add", "--key", "$(touch evaluated)", "--incident", open], { home });
  const secret = ["--summary", "merger-talks", "--restricted", "--codename", "harbour"];
  await cli(["start", "--key", "legal-key", ...secret], { home });
  restricted = incidents().find((id) => id !== open) ?? "";
});
afterAll(() => home[Symbol.asyncDispose]());

/** What the program answers at the end of these words. */
async function answer(...words: readonly string[]): Promise<readonly string[]> {
  const ran = await cli(["completion", "zsh", "--", ...words], { home });
  expect(ran.stderr).toBe("");
  return ran.stdout.split("\n").filter((line) => line !== "");
}

function values(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.split("\t")[0] ?? "");
}

describe("the answer", () => {
  it("names commands with what they do, at the top and in a group", async () => {
    expect(await answer("stat")).toEqual([expect.stringMatching(/^status\twhere we are/)]);
    expect(values(await answer("step", ""))).toEqual(
      expect.arrayContaining(["list", "show", "done", "waive"]),
    );
    expect(values(await answer("help", "timel"))).toEqual(["timeline"]);
  });

  it("names flags, the command's own first, and their choices", async () => {
    const flags = values(await answer("start", "--"));
    expect(flags.indexOf("--abuse")).toBeLessThan(flags.indexOf("--incident"));
    expect(flags).toContain("--json");
    expect(values(await answer("start", "--abuse", ""))).toEqual(["yes", "no", "unknown"]);
    expect(values(await answer("start", "--abuse=y"))).toEqual(["yes"]);
  });

  it("names incidents with state and summary, by their end too, and a restricted one by its codename", async () => {
    const lines = await answer("status", "--incident", "");
    expect(values(lines).toSorted()).toEqual([open, restricted].toSorted());
    expect(lines.find((line) => line.startsWith(open))).toMatch(/\topen P\d posted in a gist$/);
    expect(lines.find((line) => line.startsWith(restricted))).toMatch(/\topen P\d harbour$/);
    expect(values(await answer("--incident", open.slice(-4, -2)))).toContain(open.slice(-4));
  });

  it("names the steps of the incident that the line names, ready ones first", async () => {
    const lines = await answer("--incident", open, "step", "done", "");
    const states = lines.map((line) => /\t([a-z-]+):/.exec(line)?.[1]);
    expect(states[0]).toBe("ready");
    expect(states.lastIndexOf("ready")).toBeLessThan(states.indexOf("locked"));
    const run = values(await answer("run", "--incident", open, ""));
    expect(run).toContain("block-compromised-key");
    expect(run).not.toContain("alert-security-team");
  });

  it("names keys, runbooks, kinds, facts and formats", async () => {
    expect(values(await answer("--incident", open, "probe", "--credential", ""))).toEqual([
      "c1",
      "c2",
    ]);
    expect(values(await answer("runbook", "show", "comp"))).toContain("compromised-key");
    expect(values(await answer("targets", "show", ""))).toContain("dotenv");
    expect(values(await answer("--incident", open, "fact", "abuse", ""))).toContain("unknown");
    expect(values(await answer("timeline", "--format", "j"))).toEqual(["json", "jsonl"]);
    expect(values(await answer("decide", "strategy", ""))).toContain("replace-first");
  });

  it("says where files fit, and offers no name to confirm a cut with", async () => {
    expect(await answer("start", "--secret-file", "")).toEqual([":files"]);
    expect(await answer("run", "--confirm", "")).toEqual([]);
  });

  it("of a restricted incident names no key", async () => {
    const lines = await answer("--incident", restricted, "probe", "--credential", "");
    expect(lines).toEqual(["c1\tproduction"]);
    const everything = await Promise.all([
      answer("--incident", ""),
      answer("--incident", restricted, "run", ""),
    ]);
    expect(everything.flat().join("\n")).not.toMatch(/merger|legal/);
  });
});

describe("what fills a place", () => {
  /** `--flag` and `<argument>` of a command and all below it, also with the command's words before. */
  function slots(command: Command, path: string): readonly string[] {
    const own = [
      ...command.options.map((one) => one.long ?? ""),
      ...command.registeredArguments.map((one) => `<${one.name()}>`),
    ];
    return [
      ...own,
      ...own.map((one) => `${path} ${one}`),
      ...command.commands.flatMap((one) => slots(one, `${path} ${one.name()}`.trim())),
    ];
  }

  it("is asked for by some command", () => {
    const asked = [...slots(registeredProgram(), ""), "--incident", "--operator"];
    expect(Object.keys(SOURCES).filter((slot) => !asked.includes(slot))).toEqual([]);
  });
});

describe("bash's words", () => {
  it("are put together again around an equals sign", () => {
    expect(joinedAtEquals(["start", "--abuse", "=", "ye"])).toEqual(["start", "--abuse=ye"]);
    expect(joinedAtEquals(["start", "--abuse", "="])).toEqual(["start", "--abuse="]);
    expect(joinedAtEquals(["fact", "=", "x"])).toEqual(["fact", "=", "x"]);
  });
});

/** Run a script in a shell; nothing may be said on stderr, nothing evaluated. */
function inShell(shell: string, args: readonly string[], script: string): readonly string[] {
  const ran = spawnSync(shell, [...args, script], { cwd: home.folder, env, encoding: "utf8" });
  expect(ran.stderr).toBe("");
  expect(existsSync(join(home.folder, "evaluated"))).toBe(false);
  return ran.stdout.split("\n").filter((line) => line !== "");
}

function inBash(words: readonly string[], type = 9): readonly string[] {
  const quoted = ["claro-ir", ...words].map((word) => `'${word}'`).join(" ");
  return inShell(
    "bash",
    ["--norc", "-c"],
    `source <(claro-ir completion bash); source <(claro-ir completion bash)
     COMP_WORDS=(${quoted}) COMP_CWORD=${String(words.length)} COMP_TYPE=${String(type)}
     _claro_ir; printf '%s\\n' "\${COMPREPLY[@]}"`,
  );
}

describe("bash", () => {
  it("completes, and describes only where it lists", () => {
    expect(inBash(["--incident", open, "run", "block"])).toEqual(["block-compromised-key"]);
    expect(inBash(["start", "--abuse", "=", ""])).toEqual(["yes", "no", "unknown"]);
    expect(inBash(["st"], 63)).toContain(
      "status  (where we are: keys, places, deadlines, unknowns)",
    );
    expect(inBash(["--incident", open, "probe", "--credential", ""])).toEqual(["c1", "c2"]);
  });

  it("completes files where they go", () => {
    expect(inBash(["start", "--secret-file", "claro"])).toEqual(["claro-ir"]);
  });

  it("evaluates nothing on the line, and shows no error on it", () => {
    expect(inBash(["note", "$(touch evaluated)", ""])).toEqual([]);
    expect(inBash(["--incident", open, "probe", "--credential", ""], 63)).toHaveLength(2);
    expect(inBash(["--store", "/nonexistent/store", "run", ""])).toEqual([]);
    expect(inBash(["--incident", "none", "run", ""])).toEqual([]);
  });

  it("answers a real Tab", async () => {
    await using shell = openTerminal({
      home,
      shell: ["bash", "--norc", "--noprofile", "-i"],
      env,
      cwd: home.folder,
    });
    shell.type("source <(claro-ir completion bash); echo rea''dy\n");
    await shell.waitForWritten("ready");
    shell.type("claro-ir stat\t");
    await shell.waitForWritten(/claro-ir status $/m);
    shell.type("--wat\t");
    await shell.waitForWritten("--watch");
    expect(shell.written()).not.toContain("bash: ");
  });
});

/** Ctrl-U: what is typed so far is forgotten. */
const CLEAR = "\u0015";

describe.skipIf(spawnSync("zsh", ["--version"]).error !== undefined)("zsh", () => {
  it("answers a real Tab", async () => {
    await using shell = openTerminal({
      home,
      shell: ["zsh", "-f", "-i"],
      env,
      cwd: home.folder,
    });
    shell.type(
      "autoload -Uz compinit; compinit -u; source <(claro-ir completion zsh); echo rea''dy\n",
    );
    await shell.waitForWritten("ready\r\n");
    shell.type(`claro-ir --incident ${open} run block\t`);
    await shell.waitForWritten("block-compromised-key");
    shell.type(CLEAR);
    shell.type("claro-ir start --abuse=u\t");
    await shell.waitForWritten("--abuse=unknown");
    shell.type(CLEAR);
    shell.type("claro-ir note '$(touch evaluated)' \t");
    shell.type(CLEAR);
    // The first Tab types what all have in common, the second lists.
    shell.type("claro-ir status --incident \t");
    await shell.waitForWritten(/status --incident INC-/);
    shell.type("\t");
    await shell.waitForWritten("harbour");
    expect(existsSync(join(home.folder, "evaluated"))).toBe(false);
    expect(shell.written()).not.toMatch(/merger|command not found|bad /);
  });
});

describe.skipIf(spawnSync("fish", ["--version"]).error !== undefined)("fish", () => {
  it("completes, with descriptions and in order", () => {
    function complete(line: string): readonly string[] {
      return inShell(
        "fish",
        ["--no-config", "-c"],
        `claro-ir completion fish | source; complete -C ${JSON.stringify(line)}`,
      );
    }
    expect(complete("claro-ir stat")).toEqual([expect.stringMatching(/^status\twhere we are/)]);
    expect(complete(`claro-ir --incident ${open} run block`)).toEqual([
      expect.stringMatching(/^block-compromised-key\t/),
    ]);
    expect(values(complete("claro-ir start --abuse=u"))).toEqual(["--abuse=unknown"]);
    expect(values(complete("claro-ir start --secret-file cla"))).toEqual(["claro-ir"]);
    expect(complete("claro-ir --store /nonexistent/store run ")).toEqual([]);
  });
});
