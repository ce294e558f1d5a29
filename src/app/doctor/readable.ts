// The incidents on record whose journals are whole. For the others the check of the journals is red.
import { ClaroIrError } from "../../core/error.ts";
import type { IncidentState } from "../../core/incident/state.ts";
import { incidentIds, readState, type Reader } from "../list.ts";

export async function readableIncidents(record: Reader): Promise<readonly IncidentState[]> {
  const states = await Promise.all(
    (await incidentIds(record)).map((id) =>
      readState(record, id).catch((error: unknown) => {
        if (error instanceof ClaroIrError && error.kind === "damaged") return undefined;
        throw error;
      }),
    ),
  );
  return states.filter((state) => state !== undefined);
}
