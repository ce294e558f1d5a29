// The clocks of an incident where there may be none: table and calendar are loaded only once somebody has said something about a duty.
import type { ClockRow } from "../core/compliance/clocks.ts";
import { concernsClocks } from "../core/compliance/open-clocks.ts";
import type { IncidentState } from "../core/incident/state.ts";
import type { Instant } from "../core/instant.ts";
import type { App } from "./context.ts";

/** Every clock at a moment; none while no duty has been spoken of. */
export async function clocksIfAny(
  app: Pick<App, "config" | "regimes">,
  state: IncidentState,
  now: Instant,
): Promise<readonly ClockRow[]> {
  if (!concernsClocks(state)) return [];
  const { clockRows } = await import("./clocks.ts");
  return clockRows(await app.regimes(), state, app.config, now);
}
