// Another person takes part: on record, and able to open what is sealed.
import { ClaroIrError } from "../core/error.ts";
import { requireOpen } from "../core/incident/decide/world.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import type { App } from "./context.ts";
import { change } from "./incident.ts";
import { resealEvidence } from "./reseal-evidence.ts";
import { resealAll } from "./secret-use.ts";

/** Record an operator, their recipient and the role they take over, then re-seal the incident's keys to everybody. */
export async function joinIncident(
  app: App,
  incident: string,
  operator: string,
  given: string | undefined,
  role?: string,
): Promise<readonly string[]> {
  const { operators } = app.config;
  if (
    app.config.file !== null &&
    operators.length > 0 &&
    !operators.some((one) => one.id === operator)
  )
    throw new ClaroIrError("usage", "which-operator", `There is no operator "${operator}" here.`, {
      hint: `configured: ${operators.map((one) => one.id).join(", ")}`,
    });
  // Asking for recipients makes this machine's identity when there is none yet.
  const recipient = given ?? (await app.sealer.own()) ?? (await app.sealer.recipients())[0] ?? null;
  await change(app, incident, ({ state }): readonly IncidentFact[] => {
    requireOpen(state);
    const known = state.operators.find((one) => one.id === operator);
    const joined = known !== undefined && known.recipient === recipient;
    return [
      ...(joined ? [] : [{ type: "operator.joined" as const, data: { operator, recipient } }]),
      ...(role === undefined || state.roles[role] === operator
        ? []
        : [{ type: "roles.assigned" as const, data: { roles: { [role]: operator } } }]),
    ];
  });
  const left = [...(await resealAll(app, incident)), ...(await resealEvidence(app, incident))];
  return [
    `${operator} joined ${incident}${role === undefined ? "" : ` as ${role}`}`,
    ...(left.length > 0
      ? [
          `not sealed to ${operator} yet, this machine cannot open them: ${left.join(", ")}`,
          "next, on the machine of somebody who can: claro-ir join --as <their operator>",
        ]
      : ["sealed keys and evidence are sealed to everybody who joined"]),
  ];
}
