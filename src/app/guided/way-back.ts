// However somebody leaves, the last line is the command that brings them back to this incident.
import { ClaroIrError } from "../../core/error.ts";

/** The command that goes on with an incident, short enough for 40 columns. */
export function wayBack(incident: string): string {
  return `claro-ir resume --incident ${incident.slice(-4)}`;
}

/** Do a part of the session; what interrupts it then names the way back. */
export async function withWayBack<T>(incident: string, part: () => Promise<T>): Promise<T> {
  try {
    return await part();
  } catch (error) {
    if (!(error instanceof ClaroIrError) || error.kind !== "interrupted") throw error;
    throw new ClaroIrError(error.kind, error.code, error.message, {
      hint: wayBack(incident),
      cause: error,
    });
  }
}
