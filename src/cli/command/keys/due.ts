// `keys due`: when each key must be rotated, as a table, as JSON, or for a calendar.
import { shellWord } from "../../../core/shell-word.ts";
import { Option, type Command } from "commander";
import { ClaroIrError } from "../../../core/error.ts";
import { isLive, type RegisterEntry } from "../../../core/credential/register.ts";
import { between, DAY, parseDuration, toInstant, type Instant } from "../../../core/instant.ts";
import type { Cli } from "../../cli.ts";
import type { GlobalOptions } from "../../host.ts";
import { optionsOf } from "../../session.ts";

interface DueOptions extends GlobalOptions {
  readonly within?: string;
  readonly format: "table" | "json" | "ics";
}

interface Due {
  readonly name: string;
  readonly environment: string;
  readonly owner: string | null;
  readonly dueAt: Instant;
  /** Whole days left, or passed: then negative. */
  readonly days: number;
  readonly overdue: boolean;
}

/** Live keys by date, the latest ones first; `within` leaves out what is due later. */
function dueOf(
  entries: readonly RegisterEntry[],
  now: Instant,
  within: number | undefined,
): readonly Due[] {
  return entries
    .filter((entry) => isLive(entry))
    .map(({ name, environment, owner, nextDueAt }) => ({
      name,
      environment,
      owner,
      dueAt: nextDueAt,
      days: Math.trunc(between(now, nextDueAt) / DAY),
      overdue: between(now, nextDueAt) < 0,
    }))
    .filter((one) => within === undefined || one.days * DAY <= within)
    .toSorted((a, b) => between(b.dueAt, a.dueAt) || (a.name < b.name ? -1 : 1));
}

function words({ days, overdue }: Due): string {
  if (overdue) return `OVERDUE ${String(Math.abs(days))} d`;
  return days === 0 ? "today" : `in ${String(days)} d`;
}

async function calendar(keys: readonly Due[], now: Instant): Promise<string> {
  const { writeIcs } = await import("../../../adapters/exchange/ics.ts");
  const entries = keys.map(({ name, environment, owner, dueAt }) => ({
    uid: `rotate-${encodeURIComponent(name)}-${dueAt.slice(0, 10)}`,
    title: `Rotate ${name}`,
    description: `${environment} key of ${owner ?? "nobody"}. claro-ir keys rotate ${shellWord(name)}`,
    at: dueAt,
  }));
  return writeIcs("Key rotation", entries, now);
}

async function due(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<DueOptions>(command);
  const within = options.within === undefined ? undefined : parseDuration(options.within);
  if (options.within !== undefined && within === undefined)
    throw new ClaroIrError("usage", "bad-duration", "--within is no duration.", {
      hint: "--within 30d",
    });
  const { registerEntries } = await import("../../../app/keys.ts");
  const reading = await cli.host.openReading(options);
  const now = toInstant(reading.clock.now());
  const keys = dueOf(await registerEntries(reading), now, within);
  const { output } = cli.host;
  if (options.json === true || options.format === "json") output.json({ keys });
  else if (options.format === "ics") output.raw(await calendar(keys, now));
  else if (keys.length === 0) output.out("nothing is due");
  else
    for (const key of keys)
      output.out(
        `${words(key).padEnd(14)} ${key.dueAt.slice(0, 10)}  ${key.name}  ${key.owner ?? "no owner"}`,
      );
}

/** Register `keys due`. */
export function registerKeyDue(cli: Cli, group: Command): void {
  group
    .command("due")
    .description("when each key must be rotated, late ones first")
    .option("--within <duration>", "only what is due so soon, e.g. 30d")
    .addOption(
      new Option("--format <name>", "how it is printed")
        .choices(["table", "json", "ics"])
        .default("table"),
    )
    .action((_options: unknown, command: Command) => due(cli, command));
}
