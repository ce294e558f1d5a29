// `watch`: after the cut, who still tries the dead key, ours or theirs; once, or until the window ends.
import type { Command } from "commander";
import { ClaroIrError, EXIT } from "../../core/error.ts";
import { MINUTE, parseDuration, toEpoch } from "../../core/instant.ts";
import type { LogFile } from "../../app/logs.ts";
import type { Cli } from "../cli.ts";
import { mutate, type Session, type Told } from "../session.ts";

interface Options {
  readonly until?: string;
  readonly once?: boolean;
  readonly every?: string;
  readonly file?: readonly string[];
}

function durationOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new ClaroIrError("usage", "bad-duration", `--${flag} is no duration.`, {
    hint: `--${flag} 48h`,
  });
}

/** The logs to look through. Exit 2 where nobody named any, 3 where no key is cut. */
async function logsFor({ app, incident, options }: Session<Options>): Promise<readonly LogFile[]> {
  const { loadIncident, worldOf } = await import("../../app/incident.ts");
  const { wantedLogs } = await import("../../app/log-places.ts");
  const { cutKeys } = await import("../../app/watch.ts");
  const { state } = worldOf(app, await loadIncident(app, incident));
  if (cutKeys(state).length === 0)
    throw new ClaroIrError("refused", "not-cut", "No key is cut yet: there is nothing to watch.", {
      hint: "claro-ir next",
    });
  const files = await wantedLogs(app, state, options.file);
  if (files.length > 0) return files;
  throw new ClaroIrError("usage", "no-logs", "No log is known here to watch.", {
    hint: "add --file <log>, or audit: { sources: [{ path: … }] } in claro-ir.yaml",
  });
}

/** Look until the window ends; what is new is said as it is seen. Gives the last look. */
async function follow(session: Session<Options>, files: readonly LogFile[], every: number) {
  const { beginWatch, lookOut } = await import("../../app/watch.ts");
  const { app, incident, options } = session;
  const until = await beginWatch(app, incident, durationOf("until", options.until));
  const end = until === null ? 0 : toEpoch(until);
  let said = "";
  for (;;) {
    const isLast = options.once === true || app.clock.now() >= end;
    const look = await lookOut(app, incident, files, isLast);
    if (isLast) return look;
    const words = look.lines.join("\n");
    if (words !== said) for (const line of look.lines) app.say(line);
    said = words;
    await app.clock.sleep(Math.max(1, Math.min(every, end - app.clock.now())), app.signal);
  }
}

async function watch(cli: Cli, session: Session<Options>): Promise<Told> {
  const { options } = session;
  const every = durationOf("every", options.every) ?? MINUTE;
  durationOf("until", options.until);
  const files = await logsFor(session);
  if (options.dryRun === true) return files.map((file) => `would look through ${file.name}`);
  const { lines, seen, exitCode } = await follow(session, files, every);
  cli.exit(exitCode === 0 ? EXIT.done : EXIT.found);
  return { lines, more: { watched: seen } };
}

/** Register `watch`. */
export function registerWatch(cli: Cli): void {
  cli.program
    .command("watch")
    .summary("who still tries the dead key: ours, or theirs?")
    .description(
      "Look through the logs for every key that was cut. Exit 1 when one of ours still tries it, or when it was accepted.",
    )
    .option("--until <duration>", "so long after the cut (default 24h); kept for the next time")
    .option("--once", "one look, for scripts")
    .option("--every <duration>", "time between two looks (default 1m)")
    .option("--file <paths...>", "logs, where the configuration names none")
    .helpGroup("In an incident:")
    .action((_options: unknown, command: Command) =>
      mutate<Options>(cli, command, (session) => watch(cli, session)),
    );
}
