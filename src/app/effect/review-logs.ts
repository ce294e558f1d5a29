// Review the logs: the audit over what was collected, its report as evidence, its findings for people to judge.
import { judge } from "../../core/audit/audit.ts";
import { liveCredentials } from "../../core/incident/checklist.ts";
import { misuseOf, misuseWords, openFindings } from "../../core/incident/misuse.ts";
import type { IncidentState } from "../../core/incident/state.ts";
import { callerMark, leftToJudge, useAndSpan } from "../../core/incident/finding-words.ts";
import { callersIn, waiting } from "../../core/incident/suspects.ts";
import { counted } from "../../core/audit/words.ts";
import { EXIT } from "../../core/error.ts";
import { auditContext, locateIn } from "../audit-context.ts";
import { change } from "../incident.ts";
import { keyNames, logFiles, readLogs, windowsOf, type LogFile } from "../logs.ts";
import { recordAudit } from "../record-audit.ts";
import type { RunResult, WholeEffect, WholeRun } from "./effect.ts";
import { ManualStepError } from "./manual.ts";

/** What was collected. */
function collected({ app, state, step }: WholeRun): readonly LogFile[] {
  const files = logFiles(app, state);
  if (files.length > 0) return files;
  throw new ManualStepError(
    "manual-step",
    "No log was collected yet that could be looked through.",
    ["Collect them first: claro-ir run collect-access-logs --file <log>", "Or by hand:"],
    `claro-ir step done ${step.id} --note "<what they show>"`,
  );
}

/** The digests of what is read: whoever reads evidence is on record. */
function digests(run: WholeRun): readonly string[] {
  return [
    ...new Set(run.state.evidence.filter((one) => one.log !== undefined).map((one) => one.sha256)),
  ];
}

/** Who waits for a person's word, callers before findings about nobody in particular, and how it is given. */
function toJudge(state: IncidentState): readonly string[] {
  const open = openFindings(state);
  if (open.length === 0) return ["next: claro-ir next"];
  const people = waiting(state);
  const nobodys = open.filter((one) => callersIn(state, one).length === 0);
  const about = people.length === 0 ? "<id>" : "--caller <address>";
  return [
    ...people.map((one) => `to judge  ${one.name} (${callerMark(state, one)}): ${useAndSpan(one)}`),
    ...nobodys.map((one) => `to judge  ${one.id} ${one.level}: ${one.title}`),
    "next: claro-ir finding list",
    `  (then your word on each: claro-ir finding malicious ${about} --because "<how you know>"; or benign, or unknown)`,
  ];
}

/** What it came to, for people. */
function auditLines(state: IncidentState): readonly string[] {
  const { audit, findings } = state;
  if (audit === null) return [];
  return [
    ...audit.credentials.flatMap((one) => [
      `${one.credential}: misuse ${misuseWords(misuseOf(state, one.credential)) ?? "unknown"}, ${counted(one.requests, "request")} looked at`,
      ...one.because.map((line) => `  ${line}`),
    ]),
    ...audit.gaps.map((gap) => `gap: ${gap}`),
    ...audit.limits.map((limit) => `not known: ${limit}`),
    findings.length === 0
      ? "nothing was found that somebody must judge"
      : `${counted(findings.length, "finding")}: ${leftToJudge(state)}`,
  ];
}

async function perform(run: WholeRun): Promise<RunResult> {
  const { app, step } = run;
  const files = collected(run);
  const windows = await windowsOf(app, run.state);
  await change(app, run.state.id, () => [
    { type: "evidence.viewed", data: { evidence: digests(run), purpose: step.id } },
  ]);
  const keys = await keyNames(app, run.state.id, liveCredentials(run.state));
  const read = await readLogs(app, { files, keys, windows });
  const context = await auditContext(app, run.state, windows, keys);
  const report = judge(read, { ...context, locate: await locateIn(app, read, undefined) });
  const state = await recordAudit(app, run.state.id, report, step.id);
  return { lines: auditLines(state), exitCode: EXIT.done, next: toJudge(state) };
}

/** review-audit-logs */
export const reviewLogs: WholeEffect = {
  id: "review-logs",
  plan: (run) =>
    Promise.resolve(
      collected(run).map(({ name }) => `look for every key of ${run.state.id} in ${name}`),
    ),
  perform,
};
