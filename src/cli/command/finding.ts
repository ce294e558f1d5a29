// `finding`: what the audit found, and a person's verdict on each.
import type { Command } from "commander";
import type { FindingVerdict } from "../../core/incident/audit-event.ts";
import { ClaroIrError } from "../../core/error.ts";
import { chooseToRead } from "../choose-to-read.ts";
import type { Cli } from "../cli.ts";
import { mutate, optionsOf, type Session } from "../session.ts";

interface Options {
  readonly because?: string;
  readonly caller?: string;
}

const VERDICTS: Readonly<Record<FindingVerdict, string>> = {
  malicious: "it was not ours: misuse",
  benign: "it was ours, or harmless",
  unknown: "nobody can tell; it counts as not ours",
};

/** What the word is about: a finding or a caller, and not both. */
function aboutOf(
  id: string | undefined,
  caller: string | undefined,
  verdict: FindingVerdict,
): { readonly finding: string } | { readonly caller: string } {
  if (caller === undefined && id !== undefined) return { finding: id };
  if (id === undefined && caller !== undefined) return { caller };
  const what = id === undefined ? "Say what is meant" : "A finding or a caller, not both";
  throw new ClaroIrError("usage", "which-finding", `${what}.`, {
    hint: `claro-ir finding ${verdict} <id>, or --caller <address>; claro-ir finding list has both`,
  });
}

async function judgeOne(
  id: string | undefined,
  verdict: FindingVerdict,
  session: Session<Options>,
): Promise<readonly string[]> {
  const { judge, planJudgement } = await import("../../app/finding.ts");
  const { app, incident, options } = session;
  const { because, caller } = options;
  const about = aboutOf(id, caller, verdict);
  if (because === undefined)
    throw new ClaroIrError("usage", "reason-missing", "A verdict needs its reason.", {
      hint: `add --because "<how you know>"`,
    });
  const command = { ...about, verdict, because };
  return options.dryRun === true
    ? planJudgement(app, incident, command)
    : judge(app, incident, command);
}

async function list(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { readState } = await import("../../app/list.ts");
  const { callerLines, findingLines } = await import("../../core/incident/finding-words.ts");
  const { callers } = await import("../../core/incident/suspects.ts");
  const reading = await cli.host.openReading(options);
  const id = await chooseToRead(cli, reading, options);
  const state = await readState(reading, id);
  const { findings, audit } = state;
  const { output } = cli.host;
  if (options.json === true) {
    output.json({ incident: id, report: audit?.report ?? null, findings, callers: state.suspects });
    return;
  }
  if (audit === null) output.out("no log was looked through yet: claro-ir run review-audit-logs");
  else if (findings.length === 0) output.out("nothing was found; claro-ir audit says in what");
  const people = callers(state);
  for (const caller of people) for (const line of callerLines(state, caller)) output.out(line);
  if (people.some(({ open }) => open > 0))
    output.out(
      'judge all of one: claro-ir finding malicious --caller <address> --because "<how you know>" (or benign, or unknown)',
    );
  if (people.length > 0) output.out("");
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
      .command(`${verdict} [id]`)
      .description(words)
      .option("--caller <address>", "instead of an id: everything that speaks against one caller")
      .option("--because <text>", "how you know")
      .action((id: string | undefined, _options: unknown, command: Command) =>
        mutate<Options>(cli, command, (session) =>
          judgeOne(id, verdict as FindingVerdict, session),
        ),
      );
}
