// What can be said of a key on the command line: the same flags for `keys add` and `keys edit`.
import { Option, type Command } from "commander";
import type { App } from "../../../app/context.ts";
import type { Recorded } from "../../../app/recorded.ts";
import type { Environment } from "../../../core/incident/event.ts";
import type { RegisterEntry } from "../../../core/credential/register.ts";
import type { Cli } from "../../cli.ts";
import type { GlobalOptions } from "../../host.ts";
import { addSecretOptions } from "../../key-options.ts";
import { collect } from "../../session.ts";

export interface EntryOptions extends GlobalOptions {
  readonly environment?: Environment;
  readonly provider?: string;
  readonly purpose?: string;
  readonly owner?: string;
  readonly serviceAccount?: boolean;
  readonly person?: boolean;
  readonly keyId?: string;
  readonly consumer?: readonly string[];
  readonly scope?: readonly string[];
  readonly sibling?: readonly string[];
  readonly createdAt?: string;
  readonly secretFile?: string;
  readonly secretFd?: string;
  readonly because?: string;
}

/** Where a key is used. */
export function environmentOption(text: string): Option {
  return new Option("--environment <name>", text).choices(["production", "staging", "development"]);
}

/** Add the flags that describe an entry. */
export function addEntryOptions(command: Command): Command {
  return addSecretOptions(command)
    .optionsGroup("The key:")
    .option("--provider <id>", "who issued it")
    .option("--purpose <text>", "what it is for")
    .option("--owner <team>", "who answers for it")
    .option("--service-account", "it belongs to a service")
    .option("--person", "it belongs to a person")
    .option("--key-id <id>", "its id at the vendor")
    .option("--consumer <target>", "a place that holds it (repeatable)", collect)
    .option("--scope <name>", "what it may do there (repeatable)", collect)
    .option("--sibling <name>", "a secret in the same file (repeatable)", collect)
    .option("--created-at <instant>", "when it was made");
}

/** Whose it is, as far as it was said. */
export function serviceAccountOf(options: EntryOptions): boolean | undefined {
  if (options.serviceAccount === true) return true;
  return options.person === true ? false : undefined;
}

/** Do a change of the register once: the same operation id again shows the entry as it stands. */
export async function once(
  app: App,
  options: GlobalOptions,
  name: string,
  act: () => Promise<RegisterEntry>,
): Promise<RegisterEntry> {
  if (options.opId === undefined) return act();
  const { readRegister, wasRecorded } = await import("../../../app/register.ts");
  if (!(await wasRecorded(app))) return act();
  const { entryNamed } = await import("../../../app/edit-key.ts");
  return entryNamed(await readRegister(app), name);
}

/** What was recorded on the register, for `--json`; of a dry run nothing. */
export async function recordedOf(
  app: App,
  options: GlobalOptions,
): Promise<Recorded | { readonly durable: false }> {
  if (options.dryRun === true) return { durable: false };
  const { registerAnswer } = await import("../../../app/register.ts");
  return registerAnswer(app);
}

/** Print an entry that was changed, or would be. */
export async function printEntry(
  { host: { output } }: Cli,
  app: App,
  options: GlobalOptions,
  entry: RegisterEntry,
  words: string,
): Promise<void> {
  const recorded = await recordedOf(app, options);
  if (options.json === true) output.json({ entry, ...recorded });
  else output.out(recorded.durable ? words : `dry run: ${words}`);
}
