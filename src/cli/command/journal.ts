// `verify` and `rebuild`: is the record whole, and the fast copy of it anew.
import type { Command } from "commander";
import { ClaroIrError, EXIT } from "../../core/error.ts";
import type { Cli } from "../cli.ts";
import { sayLeftOut } from "../say-left-out.ts";
import { optionsOf } from "../session.ts";

interface VerifyOptions {
  readonly anchor?: string;
}

function anchorOf(text: string | undefined): { seq: number; hash: string } | undefined {
  if (text === undefined) return undefined;
  const found = /^#?(\d{1,8})[: ]([0-9a-f]{8,64})$/.exec(text.trim());
  if (found === null)
    throw new ClaroIrError("usage", "bad-anchor", "--anchor is <seq>:<hash>.", {
      hint: "--anchor 19:b71e0c2d",
    });
  return { seq: Number(found[1]), hash: found[2] ?? "" };
}

async function verify(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<VerifyOptions>(command);
  const { verifyStore } = await import("../../app/verify.ts");
  const reading = await cli.host.openReading(options);
  const { newDigest } = await import("../../adapters/system/digest.ts");
  const report = await verifyStore(
    { ...reading, newDigest },
    options.incident ?? cli.host.env["CLARO_IR_INCIDENT"],
    anchorOf(options.anchor),
  );
  const { output } = cli.host;
  if (report.damages.length > 0) cli.exit(EXIT.damaged);
  else if (report.unread.length > 0) cli.exit(EXIT.usage);
  if (options.json === true) {
    output.json(report);
    return;
  }
  for (const one of report.streams)
    output.out(
      `${one.stream}  ${String(one.events)} events  head ${String(one.head.seq)} ${one.head.hash.slice(0, 8)}  ${one.whole ? "whole" : "DAMAGED"}`,
    );
  for (const { stream, why } of report.unread) output.out(`${stream}  NOT READABLE: ${why}`);
  for (const one of report.damages) output.out(`${one.file}: ${one.what}: ${one.detail}`);
  if (report.streams.length + report.unread.length === 0)
    output.out("nothing is recorded here yet");
}

async function rebuildAll(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { rebuild } = await import("../../app/refold.ts");
  const reading = await cli.host.openReading(options);
  const rebuilt = await rebuild(reading);
  const { incidents, damaged } = rebuilt;
  sayLeftOut(cli, damaged);
  if (options.json === true) cli.host.output.json(rebuilt);
  else cli.host.output.out(`rebuilt index.json: ${String(incidents)} incident(s)`);
}

/** Register `verify` and `rebuild`. */
export function registerJournal(cli: Cli): void {
  cli.program
    .command("verify")
    .summary("is every record as it was written?")
    .description(
      "Check that every event and every piece of evidence is as it was recorded. Exit 7 if not.",
    )
    .option("--anchor <seq:hash>", "a head written down elsewhere: shows a cut end too")
    .helpGroup("The record:")
    .action((_options: unknown, command: Command) => verify(cli, command));
  cli.program
    .command("rebuild")
    .description("recreate index.json from the journals")
    .helpGroup("The record:")
    .action((_options: unknown, command: Command) => rebuildAll(cli, command));
}
