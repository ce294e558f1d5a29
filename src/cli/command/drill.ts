// `drill` and `sandbox`: a rehearsal against a live look-alike, and that look-alike alone.
import { Option, type Command } from "commander";
import { ClaroIrError } from "../../core/error.ts";
import { scoreCard } from "../../core/report/score-card.ts";
import { parseInstant, toEpoch } from "../../core/instant.ts";
import type { Strategy } from "../../core/incident/event.ts";
import { SCENARIOS } from "../../sandbox/scenario/index.ts";
import type { GlobalOptions } from "../host.ts";
import type { DrillRequest } from "../rehearsal.ts";
import type { Cli } from "../cli.ts";
import { sayLeftOut } from "../say-left-out.ts";
import { optionsOf } from "../session.ts";

interface DrillOptions extends GlobalOptions {
  readonly auto?: boolean;
  readonly scenario: string;
  readonly cold?: boolean;
  readonly seed: string;
  readonly speed: string;
  readonly strategy?: Strategy;
}

interface SandboxOptions extends GlobalOptions {
  readonly scenario: string;
  readonly port?: string;
  readonly seed: string;
  readonly speed: string;
  readonly workspace?: string;
  readonly manualClock?: boolean;
  readonly start?: string;
}

function whole(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 31) return value;
  throw new ClaroIrError("usage", "bad-number", `--${flag} is no whole number.`, {
    hint: `--${flag} 7`,
  });
}

/** The fastest pace: a hundred days of it fit into what a clock can say. */
const FASTEST = 1_000_000;

function speedOf(text: string): number {
  const speed = Number(text);
  if (speed > 0 && speed <= FASTEST) return speed;
  throw new ClaroIrError("usage", "bad-speed", "--speed is a number above 0, up to a million.", {
    hint: "--speed 60",
  });
}

/** 0 = any that is free. */
function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 2 ** 16) return Number(text);
  throw new ClaroIrError("usage", "bad-port", "--port is a number from 0 to 65535.", {
    hint: "leave --port out for a free one",
  });
}

function startOf(text: string): number {
  const start = parseInstant(text);
  if (start !== undefined) return toEpoch(start);
  throw new ClaroIrError("usage", "bad-instant", "--start is no instant.", {
    hint: "--start 2026-11-23T02:10:00Z",
  });
}

/** Coldness is a scenario of its own, so that whoever takes the rehearsal up again finds it so. */
function scenarioOf(options: DrillOptions): string {
  if (options.cold !== true) return options.scenario;
  if (["public-leak", "cold"].includes(options.scenario)) return "cold";
  throw new ClaroIrError(
    "usage",
    "cold-scenario",
    `--cold rehearses the public leak, not ${options.scenario}.`,
    { hint: "claro-ir drill --cold" },
  );
}

/** The same for both: which bad day it is. */
function scenarioOption(): Option {
  return new Option("--scenario <id>", "which bad day, see below")
    .choices(SCENARIOS.map((one) => one.id))
    .default("public-leak");
}

/** The list of scenarios, laid out as the options above it. */
function scenarioHelp({ command }: { readonly command: Command }): string {
  const helper = command.createHelp();
  helper.prepareContext({ helpWidth: command.configureOutput().getOutHelpWidth?.() ?? 80 });
  const width = Math.max(...SCENARIOS.map((one) => one.id.length));
  const lines = SCENARIOS.map((one) => helper.formatItem(one.id, width, one.title, helper));
  return `\nScenarios:\n${lines.join("\n")}`;
}

async function drill(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<DrillOptions>(command);
  const request: DrillRequest = {
    scenario: scenarioOf(options),
    seed: whole("seed", options.seed),
    strategy: options.strategy,
  };
  if (options.auto !== true && options.json !== true && cli.host.interactive) {
    const { rehearseWithPerson } = await import("../rehearsal-guided.ts");
    const score = await rehearseWithPerson(cli.host, options, request, speedOf(options.speed));
    for (const line of scoreCard(score, cli.host.output.width())) cli.host.output.out(line);
    return;
  }
  const { rehearse } = await import("../rehearsal.ts");
  const result = await rehearse(cli.host, options, request);
  const { output } = cli.host;
  if (options.json === true) {
    output.json(result);
    return;
  }
  for (const line of scoreCard(result.score, output.width())) output.out(line);
  output.out(`post-mortem  ${result.postmortem}`);
  output.out(`request log  ${result.requestLog}`);
  output.out(`look at it   claro-ir timeline --incident ${result.incident}`);
}

async function compare(cli: Cli, ids: readonly string[], command: Command): Promise<void> {
  const { compareDrills } = await import("../../app/drill/score.ts");
  const { compareLines } = await import("../../core/report/compare.ts");
  const options = optionsOf(command);
  const comparison = await compareDrills(await cli.host.openReading(options), ids);
  const { drills, damaged } = comparison;
  const { output } = cli.host;
  sayLeftOut(cli, damaged);
  if (options.json === true) {
    output.json(comparison);
    return;
  }
  if (drills.length === 0) output.out("No rehearsal is in this store: claro-ir drill");
  for (const line of compareLines(drills, output.width())) output.out(line);
}

async function sandbox(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<SandboxOptions>(command);
  const { runSandbox } = await import("../../sandbox/main.ts");
  const speed = speedOf(options.speed);
  const seed = whole("seed", options.seed);
  const port = options.port === undefined ? {} : { port: portOf(options.port) };
  const start = options.start === undefined ? {} : { start: startOf(options.start) };
  const workspace = options.workspace ?? (await cli.host.temporaryFolder("claro-ir-sandbox-"));
  const manualClock = options.manualClock === true ? { manualClock: true } : {};
  const run = { seed, scenario: options.scenario, speed, workspace };
  await runSandbox({ ...run, ...port, ...manualClock, ...start }).catch((error: unknown) => {
    throw portTrouble(error) ?? error;
  });
}

/** A port that is taken, or that not everybody may have. Undefined for any other failure. */
function portTrouble(error: unknown): ClaroIrError | undefined {
  const { syscall, code, port } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (syscall !== "listen") return undefined;
  const why = code === "EADDRINUSE" ? "it is taken" : `the system says ${code ?? "no"}`;
  return new ClaroIrError("found", "no-port", `Port ${String(port)} cannot be had: ${why}.`, {
    hint: "leave --port out for a free one",
    cause: error,
  });
}

/** Register `drill` and `sandbox`. */
export function registerDrill(cli: Cli): void {
  const rehearsal = cli.program
    .command("drill")
    .description("a rehearsal in a sandbox; nothing real is touched")
    .addOption(scenarioOption())
    .option("--cold", "as on a stranger's laptop: no configuration, one far host")
    .option("--auto", "plays itself on virtual time")
    .option("--seed <n>", "the same seed gives the same rehearsal", "1")
    .option("--speed <n>", "rehearsal seconds in a second, on a terminal", "1")
    .addOption(
      new Option("--strategy <name>", "else the decision table says").choices([
        "contain-first",
        "replace-first",
      ]),
    )
    .helpGroup("Before one:")
    .addHelpText("after", scenarioHelp)
    .action((_options: unknown, command: Command) => drill(cli, command));
  rehearsal
    .command("compare")
    .description("rehearsals side by side: better or worse than the one before")
    .argument("[ids...]", "which (default: all in this store)")
    .action((ids: readonly string[], _options: unknown, command: Command) =>
      compare(cli, ids, command),
    );
  registerSandbox(cli);
}

function registerSandbox(cli: Cli): void {
  cli.program
    .command("sandbox")
    .description("only the sandbox: a look-alike of Claro, with a thief")
    .addOption(scenarioOption())
    .option("--port <n>", "of its API (default: a free one)")
    .option("--seed <n>", "the same seed gives the same keys and thief", "1")
    .option("--speed <n>", "sandbox seconds in a second", "1")
    .option("--workspace <dir>", "where its files lie (default: a new folder)")
    .addOption(new Option("--manual-clock", "time moves only when told").hideHelp())
    .addOption(new Option("--start <instant>", "when its time begins").hideHelp())
    .helpGroup("Before one:")
    .addHelpText("after", scenarioHelp)
    .action((_options: unknown, command: Command) => sandbox(cli, command));
}
