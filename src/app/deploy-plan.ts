// Taking a plan that `where-used` wrote: its new places join the credential, and the deploy goes to exactly those it names.
import { ClaroIrError } from "../core/error.ts";
import {
  refuse,
  requireCredential,
  requireOpen,
  requireStep,
} from "../core/incident/decide/world.ts";
import type { CredentialState, TargetRecord } from "../core/incident/state.ts";
import type { Plan, PlannedPlace } from "../core/search/plan.ts";
import type { App } from "./context.ts";
import { loadIncident, worldOf } from "./incident.ts";
import { definitionOf } from "./secret.ts";
import { addTarget } from "./target.ts";

/** A plan that fits the credential. */
export interface Checked {
  readonly credential: string;
  /** Ids of all its places. */
  readonly places: readonly string[];
  /** Those that the credential does not have yet. */
  readonly added: readonly PlannedPlace[];
}

function requireSameKey(credential: CredentialState, plan: Plan): void {
  const known = [...credential.burnt, credential.old.fingerprint].filter((one) => one !== null);
  if (known.length === 0 || known.includes(plan.fingerprint)) return;
  refuse(
    "other-key",
    `This plan is for the key ..${plan.last4}, which is not the old key of ${credential.id} (..${credential.old.last4 ?? "????"}).`,
    `claro-ir where-used --credential ${credential.id} --plan <file>`,
  );
}

/** An id of the plan that meanwhile means another place would send the key there. Exit 4. */
function requireSamePlace(app: App, record: TargetRecord, plan: Plan): void {
  const planned = plan.places.find((place) => place.id === record.id);
  const definition = definitionOf(app, record);
  if (planned === undefined || definition === undefined) return;
  const same =
    planned.kind === definition.kind &&
    JSON.stringify(planned.options) === JSON.stringify(definition.options);
  if (same) return;
  throw new ClaroIrError(
    "conflict",
    "other-place",
    `${record.id} is another place in the incident than in the plan.`,
    { hint: "Give it another id in the plan, or write the plan anew with claro-ir where-used" },
  );
}

/** Look at a plan without changing anything. Exit 3 when it is for another key, 2 when it names no place. */
export async function checkPlan(
  app: App,
  to: { readonly incident: string; readonly step: string; readonly credential: string | undefined },
  plan: Plan,
): Promise<Checked> {
  const { incident, credential: named } = to;
  const world = worldOf(app, await loadIncident(app, incident));
  const { state } = world;
  requireOpen(state);
  const step = requireStep(world, to.step);
  if (step.effect !== "deploy-key")
    throw new ClaroIrError("usage", "plan-elsewhere", `${step.id} takes no plan.`, {
      hint: "claro-ir run deploy-replacement-key --plan <file>",
    });
  const own = plan.incident === incident ? (plan.credential ?? undefined) : undefined;
  const credential = requireCredential(state, named ?? own);
  requireSameKey(credential, plan);
  if (plan.places.length === 0)
    throw new ClaroIrError("usage", "empty-plan", "This plan names no place for a key.", {
      hint: `claro-ir targets add <id> --kind manual --credential ${credential.id}`,
    });
  const has = new Set(credential.targets.map((target) => target.id));
  for (const record of credential.targets) requireSamePlace(app, record, plan);
  return {
    credential: credential.id,
    places: plan.places.map((place) => place.id),
    added: plan.places.filter((place) => !has.has(place.id)),
  };
}

/** Put the plan's new places on record. Lines say what would be written there. */
export async function addPlaces(
  app: App,
  incident: string,
  { credential, added }: Checked,
  dryRun: boolean,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { id, kind, options } of added) {
    const configured = app.config.targets.find((target) => target.id === id);
    const said = await addTarget(app, incident, {
      definition: { id, kind, options },
      credential,
      environment: configured?.environment,
      dryRun,
    });
    lines.push(...(dryRun ? [id, ...said.map((line) => `  ${line}`)] : said));
  }
  return lines;
}
