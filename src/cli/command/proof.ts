// `probe` and `reconcile`: is it dead, and what became of what we do not know.
import type { Command } from "commander";
import { EXIT } from "../../core/error.ts";
import type { Cli } from "../cli.ts";
import { mutate, type Session } from "../session.ts";
import { timeoutOf } from "./run.ts";

interface ProbeOptions {
  readonly credential?: string;
  readonly untilDead?: boolean;
  readonly timeout?: string;
}

async function probe(cli: Cli, session: Session<ProbeOptions>): Promise<readonly string[]> {
  const { probeCredential } = await import("../../app/probe.ts");
  const { app, incident, options } = session;
  const result = await probeCredential(app, {
    incident,
    credential: options.credential,
    untilDead: options.untilDead === true,
    timeoutMs: timeoutOf(options.timeout),
    dryRun: options.dryRun === true,
  });
  cli.exit(result.exitCode);
  return result.lines;
}

async function settle(cli: Cli, session: Session<unknown>): Promise<readonly string[]> {
  const { app, incident, options } = session;
  if (options.dryRun === true) {
    const { readState } = await import("../../app/list.ts");
    const state = await readState(app, incident);
    return state.pending.map((one) => `would look: ${one.plan}`);
  }
  const { reconcile } = await import("../../app/reconcile.ts");
  const settled = await reconcile(app, incident);
  if (settled.some((one) => one.outcome === "unknown" || one.outcome === "running"))
    cli.exit(EXIT.unknown);
  if (settled.length === 0) return ["nothing is unknown"];
  return settled.map(
    (one) =>
      `${one.effect}${one.credential === null ? "" : ` ${one.credential}`}${one.target === null ? "" : ` ${one.target}`}: ${one.outcome}, ${one.detail}`,
  );
}

/** Register `probe` and `reconcile`. */
export function registerProof(cli: Cli): void {
  cli.program
    .command("probe")
    .summary("is the old key dead, alive or unverifiable?")
    .description(
      "Ask the provider whether the old key is still accepted. Exit 0 DEAD, 1 ALIVE, 5 UNVERIFIABLE.",
    )
    .option("--credential <id>", "which key, where there are several")
    .option("--until-dead", "ask again until it is dead or the time is up")
    .option("--timeout <duration>", "give up after this long (default 10m)")
    .helpGroup("In an incident:")
    .action((_options: unknown, command: Command) =>
      mutate<ProbeOptions>(cli, command, (session) => probe(cli, session)),
    );
  cli.program
    .command("reconcile")
    .description("settle what is unknown, by looking")
    .helpGroup("In an incident:")
    .action((_options: unknown, command: Command) =>
      mutate<unknown>(cli, command, (session) => settle(cli, session)),
    );
}
