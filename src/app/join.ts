// Another person takes part: on record, and able to open what is sealed.
import { ClaroIrError } from "../core/error.ts";
import { requireOpen } from "../core/incident/decide/world.ts";
import type { App } from "./context.ts";
import { change } from "./incident.ts";
import { resealAll } from "./secret-use.ts";

/** Record an operator and their recipient, then re-seal the incident's keys to everybody. */
export async function joinIncident(
  app: App,
  incident: string,
  operator: string,
  given: string | undefined,
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
  await change(app, incident, (world) => {
    requireOpen(world.state);
    const known = world.state.operators.find((one) => one.id === operator);
    if (known !== undefined && known.recipient === recipient) return [];
    return [{ type: "operator.joined", data: { operator, recipient } }];
  });
  const left = await resealAll(app, incident);
  return [
    `${operator} joined ${incident}`,
    ...(left.length > 0
      ? [`not re-sealed (this machine cannot open them): ${left.join(", ")}`]
      : ["sealed keys are sealed to everybody who joined"]),
  ];
}
