// The values of keys that lie sealed in incidents: what must not leave in any form.
import { ClaroIrError } from "../core/error.ts";
import type { Secret } from "../core/credential/secret.ts";
import type { App } from "./context.ts";
import { chooseIncident } from "./choose.ts";
import { openIncidents, readState, type Records } from "./list.ts";
import { openSealed } from "./secret.ts";

export interface KnownValues {
  readonly secrets: readonly Secret[];
  readonly incidents: readonly string[];
  /** Why some could not be opened, each reason once. */
  readonly closed: readonly string[];
}

/** Old and new keys of the named incident, or of all open ones, as far as this machine can open them. */
export async function knownValues(app: App, incident: string | undefined): Promise<KnownValues> {
  const { states, damaged }: Records =
    incident === undefined
      ? await openIncidents(app)
      : { states: [await readState(app, await chooseIncident(app, incident))], damaged: [] };
  const sealed = states.flatMap(({ id, credentials }) =>
    Object.values(credentials).flatMap(({ old, new: next }) =>
      [old.sealed, next.sealed?.opId ?? null].map((opId) => ({ id, opId })),
    ),
  );
  const secrets: Secret[] = [];
  const closed = new Set(damaged.map((one) => `${one.incident}: ${one.why}`));
  for (const { id, opId } of sealed)
    try {
      const secret = await openSealed(app, id, opId);
      if (secret !== undefined) secrets.push(secret);
    } catch (error) {
      if (!(error instanceof ClaroIrError)) throw error;
      closed.add(`${id}: ${error.message}`);
    }
  return { secrets, incidents: states.map(({ id }) => id), closed: [...closed] };
}
