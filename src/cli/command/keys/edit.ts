// `keys edit|retire`: correcting an entry, taking a key out of service.
import type { Command } from "commander";
import { shellWord } from "../../../core/shell-word.ts";
import { ClaroIrError } from "../../../core/error.ts";
import type { Cli } from "../../cli.ts";
import type { GlobalOptions } from "../../host.ts";
import { secretOf } from "../../key-options.ts";
import { optionsOf } from "../../session.ts";
import {
  addEntryOptions,
  environmentOption,
  once,
  printEntry,
  serviceAccountOf,
  type EntryOptions,
} from "./entry-options.ts";

async function edit(cli: Cli, name: string, command: Command): Promise<void> {
  const options = optionsOf<EntryOptions>(command);
  const { editKey } = await import("../../../app/edit-key.ts");
  const app = await cli.host.openApp(options);
  const { environment, provider, purpose, owner, keyId, consumer, scope, sibling } = options;
  const said = {
    environment,
    provider,
    purpose: purpose === undefined ? undefined : app.clean(purpose),
    owner: owner === undefined ? undefined : app.clean(owner),
    serviceAccount: serviceAccountOf(options),
    keyId,
    consumers: consumer,
    scopes: scope,
    siblings: sibling,
  };
  const changes = Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== undefined),
  );
  const entry = await once(app, options, name, async () =>
    editKey(app, {
      name,
      changes,
      createdAt: options.createdAt,
      secret: await secretOf(cli, options),
      because: options.because,
      dryRun: options.dryRun === true,
    }),
  );
  await printEntry(
    cli,
    app,
    options,
    entry,
    `${entry.name} changed, due ${entry.nextDueAt.slice(0, 10)}`,
  );
}

interface RetireOptions extends GlobalOptions {
  readonly because?: string;
  readonly deleted?: boolean;
  readonly lost?: boolean;
}

async function retire(cli: Cli, name: string, command: Command): Promise<void> {
  const options = optionsOf<RetireOptions>(command);
  const { because, deleted, lost } = options;
  if ((because ?? "").trim() === "")
    throw new ClaroIrError("usage", "reason-missing", `Why is ${name} retired?`, {
      hint: `add --because "<why>"`,
    });
  const { retireKey } = await import("../../../app/edit-key.ts");
  const app = await cli.host.openApp(options);
  const to = deleted === true ? "deleted" : lost === true ? "lost" : "retiring";
  const entry = await once(app, options, name, () =>
    retireKey(app, { name, to, because: because ?? "", dryRun: options.dryRun === true }),
  );
  await printEntry(cli, app, options, entry, `${entry.name} is ${entry.status}`);
  if (options.json !== true && entry.status === "retiring")
    cli.host.output.out(
      `next: delete it at its vendor, then claro-ir keys retire ${shellWord(entry.name)} --deleted --because "<why>"`,
    );
}

/** Register `keys edit` and `keys retire`. */
export function registerKeyEdit(cli: Cli, group: Command): void {
  addEntryOptions(
    group
      .command("edit <name>")
      .description("correct an entry; lists replace what was there")
      .addOption(environmentOption("where it is used")),
  )
    .option("--because <text>", "why")
    .action((name: string, _options: unknown, command: Command) => edit(cli, name, command));
  group
    .command("retire <name>")
    .description("take a key out of service on the register; deletes nothing anywhere")
    .option("--because <text>", "why")
    .option("--deleted", "it has been deleted at its vendor (looked up where that can be)")
    .option("--lost", "nobody knows its value any more")
    .action((name: string, _options: unknown, command: Command) => retire(cli, name, command));
}
