// Findings for people: the list, and a person's word on each.
import type { FindingRecord } from "../core/incident/audit-state.ts";
import {
  judgeFinding,
  requireFinding,
  type JudgeCommand,
} from "../core/incident/decide/finding.ts";
import { openFindings } from "../core/incident/misuse.ts";
import type { App } from "./context.ts";
import { change, loadIncident, worldOf } from "./incident.ts";

/** Record a judgement; gives the result in words. */
export async function judge(
  app: App,
  incident: string,
  command: JudgeCommand,
): Promise<readonly string[]> {
  const because = app.clean(command.because);
  const { events, state } = await change(app, incident, (world) =>
    judgeFinding(world, { ...command, because }),
  );
  const left = openFindings(state).length;
  return [
    `${events.find((event) => event.type === "finding.judged")?.data.finding ?? command.finding} is ${command.verdict}`,
    ...events.flatMap((event) => {
      if (event.type === "step.completed") return [`completes ${event.data.step}`];
      if (event.type === "step.reopened") return [`opens ${event.data.step} again`];
      return event.type === "fact.set" ? [`${event.data.name} = ${event.data.value}`] : [];
    }),
    ...(left === 0
      ? []
      : [`${String(left)} high findings are left to judge: claro-ir finding list`]),
  ];
}

/** What a judgement would do, without doing it. */
export async function planJudgement(
  app: App,
  incident: string,
  command: JudgeCommand,
): Promise<readonly string[]> {
  const world = worldOf(app, await loadIncident(app, incident));
  const finding = requireFinding(world, command.finding);
  return judgeFinding(world, { ...command, finding: finding.id }).map(
    (fact) => `would record ${fact.type}`,
  );
}

/** All that is known of a finding, a line each. */
export function findingLines(finding: FindingRecord): readonly string[] {
  const { id, level, confidence, title, window, observed, expected, threshold, judged } = finding;
  return [
    `${id}  ${level}, confidence ${confidence}: ${title}`,
    `  when      ${window.from} to ${window.to}, ${String(finding.events)} events`,
    `  observed  ${observed}`,
    `  expected  ${expected}`,
    `  threshold ${threshold}  (${finding.rule})`,
    ...finding.samples.map(({ at, where, text }) => `  e.g.      ${at} ${where} ${text}`),
    `  harmless if ${finding.refute}`,
    judged === null
      ? "  not judged yet"
      : `  ${judged.verdict}, by ${judged.by} at ${judged.at}: ${judged.because}`,
  ];
}
