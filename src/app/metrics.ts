// Times across all incidents of a store.
import { acrossIncidents, type AcrossIncidents } from "../core/report/across.ts";
import type { Clock } from "../ports/system.ts";
import { incidentIds, type Reader } from "./list.ts";
import { reportInput } from "./report.ts";

/** Read every incident and rehearsal, chains checked, and summarise what took how long. */
export async function metricsOf(
  app: Reader & { readonly clock: Clock },
  version: string,
): Promise<AcrossIncidents> {
  const ids = await incidentIds(app);
  const around = { clock: app.clock, version, clean: (text: string) => text, withNames: false };
  const told = [];
  for (const id of ids) told.push(await reportInput(app, id, around));
  return acrossIncidents(told);
}
