// What follows from answers: severity, and the strategy that the decision table says now.
import { ahead } from "../../core/incident/decide/ahead.ts";
import { strategyFacts } from "../../core/incident/decide/decision.ts";
import { severityFacts } from "../../core/incident/decide/declare.ts";
import type { World } from "../../core/incident/decide/world.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import { advise } from "../../core/credential/advise.ts";
import { adviceFacts } from "../../core/incident/facts.ts";
import type { CredentialState, IncidentState } from "../../core/incident/state.ts";
import type { App } from "../context.ts";
import { change, loadIncident } from "../incident.ts";

/** The advice has changed, nobody chose against it before, and the key is not cut yet. */
function follows(state: IncidentState, credential: CredentialState): boolean {
  if (credential.dropped !== null || credential.old.state !== "alive") return false;
  if (credential.strategy !== credential.recommended) return false;
  const advice = advise(adviceFacts(state, credential));
  return advice.strategy !== credential.strategy || advice.rule !== credential.rule;
}

function strategies(world: World): readonly IncidentFact[] {
  return Object.values(world.state.credentials)
    .filter((one) => follows(world.state, one))
    .flatMap((one) => strategyFacts(world, one, undefined, undefined));
}

/** Put answers on record together with what they lead to; nothing more where they lead to what stands there already. */
export async function settleAdvice(
  app: App,
  incident: string,
  answers: readonly IncidentFact[] = [],
): Promise<void> {
  const { events } = await loadIncident(app, incident);
  const set = events.findLast((event) => event.type === "severity.set");
  const isChosen = set?.type === "severity.set" && !set.data.derived;
  await change(app, incident, (world) => {
    const answered = ahead(world, answers);
    // The table looks at the severity, too: it comes first. One that somebody chose stays.
    const severity = isChosen ? [] : severityFacts(answered);
    return [...answers, ...severity, ...strategies(ahead(answered, severity))];
  });
}
