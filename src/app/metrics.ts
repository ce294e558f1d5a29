// Times across all incidents of a store.
import { acrossIncidents, type AcrossIncidents } from "../core/report/across.ts";
import type { Clock } from "../ports/system.ts";
import { incidentIds, leftOut, type LeftOut, type Reader } from "./list.ts";
import { reportInput } from "./report.ts";

export interface StoreMetrics extends AcrossIncidents {
  /** Incidents that could not be read: they count nowhere. */
  readonly damaged: readonly LeftOut[];
}

/** Read every incident and rehearsal, chains checked, and summarise what took how long. */
export async function metricsOf(
  app: Reader & { readonly clock: Clock },
  version: string,
): Promise<StoreMetrics> {
  const ids = await incidentIds(app);
  const around = { clock: app.clock, version, clean: (text: string) => text, withNames: false };
  const told = [];
  const damaged: LeftOut[] = [];
  for (const id of ids)
    try {
      told.push(await reportInput(app, id, around));
    } catch (error) {
      damaged.push(leftOut(id, error));
    }
  return { ...acrossIncidents(told), damaged };
}
