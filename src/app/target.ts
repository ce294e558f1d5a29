// A place found in the middle of an incident.
import { ClaroIrError } from "../core/error.ts";
import {
  refuse,
  requireCredential,
  requireOpen,
  type World,
} from "../core/incident/decide/world.ts";
import type { IncidentFact, TargetDefinition } from "../core/incident/event.ts";
import type { App } from "./context.ts";
import { change, loadIncident, worldOf } from "./incident.ts";

export interface AddTarget {
  readonly definition: TargetDefinition;
  readonly credential: string | undefined;
  /** Where it runs, if told: a key never goes to a place of another environment. */
  readonly environment: string | undefined;
  readonly dryRun: boolean;
}

const ID = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

function decide(world: World, request: AddTarget): readonly IncidentFact[] {
  requireOpen(world.state);
  const credential = requireCredential(world.state, request.credential);
  const { definition, environment } = request;
  if (environment !== undefined && environment !== credential.environment)
    refuse(
      "other-environment",
      `${definition.id} is a place for ${environment}, ${credential.id} is a key for ${credential.environment}.`,
      "claro-ir credential list",
    );
  if (credential.targets.some((target) => target.id === definition.id))
    throw new ClaroIrError(
      "conflict",
      "already-there",
      `${credential.id} already has a place ${definition.id}.`,
      { hint: "claro-ir status" },
    );
  return [
    {
      type: "target.added",
      data: { credential: credential.id, target: definition.id, definition },
    },
  ];
}

/** Add a place to a credential. Its options are parsed by its kind first: exit 2 when they do not fit. */
export async function addTarget(
  app: App,
  incident: string,
  request: AddTarget,
): Promise<readonly string[]> {
  const { definition } = request;
  if (!ID.test(definition.id))
    throw new ClaroIrError("usage", "bad-id", `"${definition.id}" is no id for a place.`, {
      hint: "letters, digits, dot, dash, underscore; at most 64",
    });
  const target = await app.target(definition);
  const world = worldOf(app, await loadIncident(app, incident));
  decide(world, request);
  const plan = await target.plan();
  if (request.dryRun) return plan;
  await change(app, incident, (now) => decide(now, request));
  return [`${definition.id} (${target.where})`, ...plan.map((line) => `  ${line}`)];
}
