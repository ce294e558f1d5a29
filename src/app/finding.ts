// Findings for people: a person's word on each, or on a caller and with it on all that speaks against them.
import type { FindingVerdict } from "../core/incident/audit-event.ts";
import { judgeFinding, requireFinding } from "../core/incident/decide/finding.ts";
import { judgeCaller, requireCaller } from "../core/incident/decide/suspect.ts";
import type { World } from "../core/incident/decide/world.ts";
import type { IncidentEvent, IncidentFact } from "../core/incident/event.ts";
import { openFindings } from "../core/incident/misuse.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { contradictions, turnedOver, waiting } from "../core/incident/suspects.ts";
import { counted } from "../core/audit/words.ts";
import type { App } from "./context.ts";
import { change, loadIncident, worldOf } from "./incident.ts";

/** A word on one finding, or on one caller. */
export type Judging = {
  readonly verdict: FindingVerdict;
  readonly because: string;
} & ({ readonly finding: string } | { readonly caller: string });

function decide(world: World, command: Judging): readonly IncidentFact[] {
  return "caller" in command ? judgeCaller(world, command) : judgeFinding(world, command);
}

/** Where this word and an earlier one about the same caller do not go together: said once, refused never. */
function warnings(world: World, command: Judging): readonly string[] {
  const { verdict } = command;
  const lines =
    "caller" in command
      ? turnedOver(requireCaller(world, command.caller), verdict)
      : contradictions(world.state, requireFinding(world, command.finding).id, verdict);
  return lines.length === 0
    ? []
    : [
        "This contradicts what is on record; the later word counts:",
        ...lines.map((one) => `  ${one}`),
      ];
}

/** What a judgement brought with it. */
function consequences(events: readonly IncidentEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === "step.completed") return [`completes ${event.data.step}`];
    if (event.type === "step.reopened") return [`opens ${event.data.step} again`];
    return event.type === "fact.set" ? [`${event.data.name} = ${event.data.value}`] : [];
  });
}

/** `3 left of 12`: high findings that must have a word; then what may have one. */
export function progress(state: IncidentState): string {
  const open = openFindings(state).length;
  const all = String(state.findings.length);
  if (open > 0) return `${String(open)} left of ${all}`;
  const slight = state.findings.filter(({ judged }) => judged === null).length;
  const people = waiting(state).length;
  if (slight === 0 && people === 0) return `all ${all} judged`;
  return slight === 0
    ? `${counted(people, "caller")} without a word`
    : `0 left, ${String(slight)} slight`;
}

function headline(command: Judging, events: readonly IncidentEvent[]): string {
  const judged = events.flatMap((event) =>
    event.type === "finding.judged" ? [event.data.finding] : [],
  );
  if ("finding" in command) return `${judged[0] ?? command.finding} is ${command.verdict}`;
  const follows =
    judged.length === 0 ? "no finding follows yet" : `and with it ${judged.join(", ")}`;
  return `${command.caller} is ${command.verdict}, ${follows}`;
}

/** Record a judgement; gives the result in words. */
export async function judge(
  app: App,
  incident: string,
  command: Judging,
): Promise<readonly string[]> {
  const cleaned = { ...command, because: app.clean(command.because) };
  let contrary: readonly string[] = [];
  const { events, state } = await change(app, incident, (world) => {
    contrary = warnings(world, cleaned);
    return decide(world, cleaned);
  });
  const isOpen = openFindings(state).length > 0;
  return [
    headline(command, events),
    ...contrary,
    ...consequences(events),
    `findings: ${progress(state)}`,
    isOpen ? "next: claro-ir finding list" : "next: claro-ir next",
  ];
}

/** What a judgement would do, without doing it. */
export async function planJudgement(
  app: App,
  incident: string,
  command: Judging,
): Promise<readonly string[]> {
  const world = worldOf(app, await loadIncident(app, incident));
  return [
    ...warnings(world, command),
    ...decide(world, command).map((fact) => `would record ${fact.type}`),
  ];
}
