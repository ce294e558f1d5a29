// `credential add|list|drop` and `join`: more keys, more people.
import { Option, type Command } from "commander";
import { standingOf } from "../../core/credential/replacement.ts";
import { oldVerdict } from "../../core/credential/verdict.ts";
import { ROLES } from "../../core/runbook/runbook.ts";
import { ClaroIrError } from "../../core/error.ts";
import { addKeyOptions, answersOf, claimsOf, type KeyOptions } from "../key-options.ts";
import { chooseToRead } from "../choose-to-read.ts";
import type { Cli } from "../cli.ts";
import { mutate, optionsOf, type Session } from "../session.ts";

async function add(cli: Cli, session: Session<KeyOptions>): Promise<readonly string[]> {
  const { addKeys } = await import("../../app/declare.ts");
  const { app, incident, options } = session;
  const claims = await claimsOf(cli, options);
  if (claims.length === 0)
    throw new ClaroIrError("usage", "no-key", "Which key?", {
      hint: "claro-ir credential add --key <name> (or --secret-file <file>, or --from-text <file>)",
    });
  if (options.dryRun === true) return [`would add ${String(claims.length)} key(s)`];
  const made = await addKeys(app, incident, claims, answersOf(options));
  return made.events
    .filter((event) => event.type === "credential.added")
    .map((event) => {
      const one = made.state.credentials[event.data.credential];
      return `${event.data.credential} ${event.data.name} ${event.data.environment}/${event.data.provider} ${one?.strategy ?? ""} (${one?.rule ?? ""})`;
    });
}

interface DropOptions {
  readonly because?: string;
}

async function drop(named: string, session: Session<DropOptions>): Promise<readonly string[]> {
  const { dropKey } = await import("../../app/drop-key.ts");
  const { app, incident, options } = session;
  const dryRun = options.dryRun === true;
  await dropKey(app, incident, named, { because: options.because ?? "", dryRun });
  return [dryRun ? `would drop ${named}` : `${named} dropped`];
}

async function list(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { readState } = await import("../../app/list.ts");
  const reading = await cli.host.openReading(options);
  const id = await chooseToRead(cli, reading, options);
  const state = await readState(reading, id);
  const rows = Object.values(state.credentials).map((one) => ({
    id: one.id,
    name: one.name,
    environment: one.environment,
    provider: one.provider,
    strategy: one.strategy,
    rule: one.rule,
    old: {
      state: one.old.state,
      last4: one.old.last4,
      verdict: oldVerdict(one),
      held: one.old.sealed !== null,
    },
    new: { state: standingOf(one.new), last4: one.new.last4, verdict: one.new.verdict },
    targets: one.targets.map((target) => target.id),
    dropped: one.dropped,
  }));
  const { output } = cli.host;
  if (options.json === true) {
    output.json({ incident: id, credentials: rows });
    return;
  }
  for (const row of rows)
    output.out(
      `${row.id} ${row.name}  ${row.environment}/${row.provider}  old ..${row.old.last4 ?? "????"} ${row.old.state}  new ${row.new.state}${row.dropped === null ? "" : `  dropped: ${row.dropped}`}`,
    );
}

interface JoinOptions {
  readonly as: string;
  readonly recipient?: string;
  readonly role?: string;
}

async function join(session: Session<JoinOptions>): Promise<readonly string[]> {
  const { joinIncident } = await import("../../app/join.ts");
  const { app, incident, options } = session;
  if (options.dryRun === true) return [`${options.as} would join ${incident}`];
  return joinIncident(app, incident, options.as, options.recipient, options.role);
}

/** Register `credential` and `join`. */
export function registerCredential(cli: Cli): void {
  const group = cli.program
    .command("credential")
    .description("the keys under treatment: add, list, drop")
    .helpGroup("In an incident:");
  addKeyOptions(group.command("add").description("another key in this incident")).action(
    (_options: unknown, command: Command) =>
      mutate<KeyOptions>(cli, command, (session) => add(cli, session)),
  );
  group
    .command("list")
    .description("all keys of the incident")
    .action((_options: unknown, command: Command) => list(cli, command));
  group
    .command("drop <id>")
    .description("set one aside that was none")
    .option("--because <text>", "the reason")
    .action((named: string, _options: unknown, command: Command) =>
      mutate<DropOptions>(cli, command, (session) => drop(named, session)),
    );
  cli.program
    .command("join")
    .description("take part from this terminal, under your own name")
    .requiredOption("--as <operator>", "who you are")
    .option("--recipient <age1…>", "your age recipient (default: this machine's)")
    .addOption(
      new Option("--role <role>", "take this role over: ic is the commander").choices(
        ROLES.filter((role) => role !== "any"),
      ),
    )
    .helpGroup("In an incident:")
    .action((_options: unknown, command: Command) => mutate<JoinOptions>(cli, command, join));
}
