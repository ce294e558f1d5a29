// `redact`: a filter from stdin to stdout that leaves neither secrets nor personal data in what passes.
import type { Command } from "commander";
import type { KnownValues } from "../../app/known-values.ts";
import { createKnownSecrets } from "../../core/redaction/known-secrets.ts";
import type { Counted, TextFilter } from "../../core/redaction/text-filter.ts";
import { remembering } from "../../core/remembering.ts";
import type { Cli } from "../cli.ts";
import type { GlobalOptions } from "../host.ts";
import { optionsOf } from "../session.ts";

/** Figures of a person's mark: four would make one of two people in three hundred (birthday bound of 16 bits), eight in eighty thousand. */
const PERSONAL_MARK = 8;
/** Marks kept, so that memory stays the same however long the stream is. */
const MOST_REMEMBERED = 10_000;

interface Ground extends KnownValues {
  readonly mark: (value: string) => string;
}

/** Keys of the open incidents and the store's fingerprints; without a store, marks that only this run can make. */
async function groundOf(cli: Cli, options: GlobalOptions): Promise<Ground> {
  const { host } = cli;
  if (!(await host.hasStore(options))) {
    const [{ fingerprint }, { systemRandom }] = await Promise.all([
      import("../../adapters/system/digest.ts"),
      import("../../adapters/system/random.ts"),
    ]);
    const salt = new TextEncoder().encode(systemRandom().uuid() + systemRandom().uuid());
    return { secrets: [], incidents: [], closed: [], mark: fingerprint(salt) };
  }
  const app = await host.openApp(options, "looks");
  const { knownValues } = await import("../../app/known-values.ts");
  const named = options.incident ?? host.env["CLARO_IR_INCIDENT"];
  return { ...(await knownValues(app, named)), mark: await app.fingerprint() };
}

function say(cli: Cli, counts: readonly Counted[]): void {
  const { output } = cli.host;
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  output.err(all === 1 ? "1 place replaced" : `${String(all)} places replaced`);
  for (const { title, count } of counts) output.err(`${String(count).padStart(6)}  ${title}`);
}

async function redact(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { output, signal } = cli.host;
  const { secrets, incidents, closed, ...ground } = await groundOf(cli, options);
  // Values come again and again in a log, and a keyed hash costs more than a line.
  const mark = remembering(ground.mark, MOST_REMEMBERED);
  for (const why of closed) output.err(`one of its keys is looked for by shape only: ${why}`);
  const known = createKnownSecrets();
  for (const secret of secrets) known.add(secret);
  const [{ createTextFilter }, { fromRaw, rawKnown }, { filterStdin }] = await Promise.all([
    import("../../core/redaction/text-filter.ts"),
    import("../../core/redaction/raw-text.ts"),
    import("../../adapters/system/stdin-filter.ts"),
  ]);
  let filter: TextFilter | undefined;
  function make(wide: boolean): TextFilter {
    const read = wide ? (text: string) => text : fromRaw;
    filter = createTextFilter({
      known: wide ? known : rawKnown(known),
      mark: (value) => mark(read(value)),
      personalMark: (value) => mark(read(value)).slice(0, PERSONAL_MARK),
    });
    return filter;
  }
  await filterStdin(make, { signal, discard: options.json === true });
  const rules = filter?.counts() ?? [];
  if (options.json === true) {
    const replaced = rules.reduce((sum, { count }) => sum + count, 0);
    output.json({ replaced, rules, incidents });
  } else say(cli, rules);
}

/** Register `redact`. */
export function registerRedact(cli: Cli): void {
  cli.program
    .command("redact")
    .summary("stdin to stdout without secrets and personal data")
    .description(
      "Pass stdin to stdout with secrets, e-mail addresses, phones, cards and bank accounts replaced; keys of open incidents in every form. With --json only count.",
    )
    .helpGroup("The record:")
    .action((_options: unknown, command: Command) => redact(cli, command));
}
