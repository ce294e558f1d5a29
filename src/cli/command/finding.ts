// `finding`: what the audit found, and a person's verdict on each.
import type { Command } from "commander";
import type { FindingVerdict } from "../../core/incident/audit-event.ts";
import { ClaroIrError } from "../../core/error.ts";
import type { Cli } from "../cli.ts";
import { mutate, optionsOf, type Session } from "../session.ts";

interface Options {
  readonly because?: string;
}

const VERDICTS: Readonly<Record<FindingVerdict, string>> = {
  malicious: "it was not ours: misuse",
  benign: "it was ours, or harmless",
  unknown: "nobody can tell; it counts as not ours",
};

async function judgeOne(
  id: string,
  verdict: FindingVerdict,
  session: Session<Options>,
): Promise<readonly string[]> {
  const { judge, planJudgement } = await import("../../app/finding.ts");
  const { app, incident, options } = session;
  const { because } = options;
  if (because === undefined)
    throw new ClaroIrError("usage", "reason-missing", "A verdict needs its reason.", {
      hint: `add --because "<how you know>"`,
    });
  const command = { finding: id, verdict, because };
  return options.dryRun === true
    ? planJudgement(app, incident, command)
    : judge(app, incident, command);
}

async function list(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { chooseIncident, readState } = await import("../../app/list.ts");
  const { findingLines } = await import("../../app/finding.ts");
  const reading = await cli.host.openReading(options);
  const id = await chooseIncident(reading, options.incident ?? cli.host.env["CLARO_IR_INCIDENT"]);
  const { findings, audit } = await readState(reading, id);
  const { output } = cli.host;
  if (options.json === true) {
    output.json({ incident: id, report: audit?.report ?? null, findings });
    return;
  }
  if (audit === null) output.out("no log was looked through yet: claro-ir run review-audit-logs");
  else if (findings.length === 0) output.out("nothing was found; claro-ir audit says in what");
  for (const finding of findings) for (const line of findingLines(finding)) output.out(line);
}

/** Register `finding`. */
export function registerFinding(cli: Cli): void {
  const group = cli.program
    .command("finding")
    .description("what the logs showed, and your verdict on each")
    .helpGroup("In an incident:");
  group
    .command("list")
    .description("each with its numbers, an example, and what would clear it")
    .action((_options: unknown, command: Command) => list(cli, command));
  for (const [verdict, words] of Object.entries(VERDICTS))
    group
      .command(`${verdict} <id>`)
      .description(words)
      .option("--because <text>", "how you know")
      .action((id: string, _options: unknown, command: Command) =>
        mutate<Options>(cli, command, (session) =>
          judgeOne(id, verdict as FindingVerdict, session),
        ),
      );
}
