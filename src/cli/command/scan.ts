// `scan`: keys where they should not be, before somebody else finds them.
import type { Command } from "commander";
import { EXIT } from "../../core/error.ts";
import { SCAN_RULES } from "../../core/search/scan-rules.ts";
import type { Cli } from "../cli.ts";
import { optionsOf } from "../session.ts";

interface Options {
  readonly in?: readonly string[];
}

/** Named one by one in text up to this many; --json has all. */
const MOST_SKIPPED = 20;

async function scan(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<Options>(command);
  const { scanTree } = await import("../../adapters/search/scan-tree.ts");
  const { output, signal } = cli.host;
  const { findings, notSearched, files } = await scanTree(options.in ?? ["."], signal);
  // What was not looked at is not known to be well.
  if (findings.length > 0 || (files === 0 && notSearched.length > 0)) cli.exit(EXIT.found);
  if (options.json === true) {
    output.json({
      findings: findings.map((one) => ({ ...one, ...SCAN_RULES[one.rule] })),
      notSearched,
      files,
    });
    return;
  }
  for (const { rule, path, line, variable, detail } of findings) {
    const where = line === null ? path : `${path}:${String(line)}`;
    output.out(`${where}  ${SCAN_RULES[rule].title}${variable === null ? "" : ` (${variable})`}`);
    output.out(`  ${detail}`);
  }
  for (const rule of new Set(findings.map((one) => one.rule)))
    output.out(`${rule}: ${SCAN_RULES[rule].fix}`);
  for (const { what, why } of notSearched.slice(0, MOST_SKIPPED))
    output.err(`not scanned: ${what}: ${why}`);
  if (notSearched.length > MOST_SKIPPED)
    output.err(`not scanned: ${String(notSearched.length - MOST_SKIPPED)} more (--json lists all)`);
  const found = findings.length === 1 ? "1 finding" : `${String(findings.length)} findings`;
  output.out(`${found} in ${String(files)} files`);
}

/** Register `scan`. */
export function registerScan(cli: Cli): void {
  cli.program
    .command("scan")
    .summary("keys where they should not be")
    .description(
      "Find hard-coded keys, env files that git would share, and keys in two environments. Exit 1 where there are any.",
    )
    .helpGroup("Before one:")
    .option("--in <dir...>", "folders or files (default: the current folder)")
    .action((_options: unknown, command: Command) => scan(cli, command));
}
