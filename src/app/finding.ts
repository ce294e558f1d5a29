// Findings for people: a person's word on each, or on a caller and with it on all that speaks against them.
import type { FindingVerdict } from "../core/incident/audit-event.ts";
import { judgeFinding, requireFinding } from "../core/incident/decide/finding.ts";
import { judgeCaller, requireCaller } from "../core/incident/decide/suspect.ts";
import type { World } from "../core/incident/decide/world.ts";
import type { IncidentEvent, IncidentFact } from "../core/incident/event.ts";
import { openFindings } from "../core/incident/misuse.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { contradictions, turnedOver } from "../core/incident/contradictions.ts";
import { leftToJudge, verdictWords, waitsLine } from "../core/incident/finding-words.ts";
import { callers } from "../core/incident/suspects.ts";
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
      ? turnedOver(world.state, requireCaller(world, command.caller), verdict)
      : contradictions(world.state, requireFinding(world, command.finding).id, verdict);
  return [
    ...(lines.length === 0
      ? []
      : [
          "This contradicts what is on record; the later word counts:",
          ...lines.map((one) => `  ${one}`),
        ]),
    ...unlikely(world, command),
  ];
}

/** Findings that say that a caller was never seen: they must be explained away before it can be one of ours. */
const NEVER_SEEN: readonly string[] = ["new-country", "new-asn", "impossible-travel"];

/** What speaks against calling somebody ours, said once and refused never. */
function unlikely(world: World, command: Judging): readonly string[] {
  if (command.verdict !== "benign" || !("caller" in command)) return [];
  const { findings, country, name } = requireCaller(world, command.caller);
  const odd = findings.find(({ rule }) => NEVER_SEEN.includes(rule));
  if (odd === undefined) return [];
  return [
    `Mind: ${name}${country === null ? "" : ` (${country})`} is from where none of ours was seen before (${odd.id}). Ours only if: ${odd.refute}`,
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

/** What was judged, and what that settles or cannot settle yet. */
function headlines(
  state: IncidentState,
  command: Judging,
  events: readonly IncidentEvent[],
): readonly string[] {
  const judged = events.flatMap((event) =>
    event.type === "finding.judged" ? [event.data.finding] : [],
  );
  const said = verdictWords(command.verdict);
  if ("finding" in command) return [`${judged[0] ?? command.finding}: ${said}`];
  const caller = callers(state).find(({ name }) => name === command.caller);
  const waits = caller === undefined ? "" : waitsLine(state, caller);
  return [
    `${command.caller}: ${said}${judged.length === 0 ? "" : `, and with it ${judged.join(", ")}`}`,
    ...(waits === "" ? [] : [waits]),
  ];
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
    ...headlines(state, cleaned, events),
    ...contrary,
    ...consequences(events),
    leftToJudge(state),
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
