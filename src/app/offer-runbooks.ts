// Playbooks made for what is known: offered once an incident is declared, never asked about.
import { factValue } from "../core/incident/facts.ts";
import type { IncidentState } from "../core/incident/state.ts";
import type { App } from "./context.ts";

/** Lines that name the runbooks whose evidence level is that of the incident, and how to follow one; none where there is no other. */
export async function offerRunbooks(app: App, state: IncidentState): Promise<readonly string[]> {
  const level = factValue(state, "evidenceLevel");
  const fitting = (await app.runbooks()).filter(
    (one) => one.id !== state.runbook.id && one.evidenceLevel === level && one.for !== null,
  );
  if (fitting.length === 0) return [];
  return [
    "One of these? It has a playbook of its own:",
    ...fitting.map((one) => `  ${one.id}  ${one.for ?? ""}`),
    `Change over: claro-ir runbook follow <id> --because "<why>"`,
  ];
}
