// What follows from the answers: severity, and the strategy that the decision table says now.
import { strategyFacts } from "../../core/incident/decide/decision.ts";
import { severityFacts } from "../../core/incident/decide/declare.ts";
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

/** Put on record what the answers lead to; nothing where they lead to what stands there already. */
export async function settleAdvice(app: App, incident: string): Promise<void> {
  const { events } = await loadIncident(app, incident);
  const set = events.findLast((event) => event.type === "severity.set");
  const isChosen = set?.type === "severity.set" && !set.data.derived;
  // The table looks at the severity, too: it comes first. One that somebody chose stays.
  if (!isChosen) await change(app, incident, severityFacts);
  await change(app, incident, (world) =>
    Object.values(world.state.credentials)
      .filter((one) => follows(world.state, one))
      .flatMap((one) => strategyFacts(world, one, undefined, undefined)),
  );
}
