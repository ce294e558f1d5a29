// `keys rotate`: opens the planned rotation of a key on the register. The old value is read from its places and sealed; nothing is changed.
import { ClaroIrError } from "../core/error.ts";
import { isLive, type RegisterEntry } from "../core/credential/register.ts";
import { liveCredentials } from "../core/incident/checklist.ts";
import { declareRotation } from "../core/incident/decide/rotation.ts";
import { conflict, misuse, refuse, requireKeyManager } from "../core/incident/decide/world.ts";
import { lineOf } from "../core/credential/naming.ts";
import { kindOf, newId } from "../core/incident/kind.ts";
import { toInstant } from "../core/instant.ts";
import type { App } from "./context.ts";
import { createIncident, record, type Change } from "./incident.ts";
import { openIncidents, leftOutKind } from "./list.ts";
import { PROVIDER_CONFIRMED } from "./provider.ts";
import { readRegister } from "./register.ts";
import { holdOldValue, recipientsFor } from "./secret.ts";

const RUNBOOK = "scheduled-rotation";

export interface RotateInput {
  readonly name: string;
  /** Places that get the new key first. */
  readonly staging: readonly string[];
  /** Such as `24h`. */
  readonly watch: string;
}

interface Planned {
  readonly entry: RegisterEntry;
  readonly places: readonly string[];
  readonly staging: readonly string[];
}

async function entryOf(app: App, name: string): Promise<RegisterEntry> {
  const register = await readRegister(app);
  const entry = register.find((one) => one.name === name);
  if (entry === undefined)
    return misuse(
      "unknown-key",
      `There is no key "${app.clean(name)}" on the register.`,
      "claro-ir keys list, or: claro-ir keys add <name> --environment <name>",
    );
  if (entry.status === "compromised")
    refuse(
      "compromised",
      `${name} is compromised: that is an incident, not a rotation.`,
      `claro-ir start --key ${name}`,
    );
  if (!isLive(entry)) conflict("not-live", `${name} is ${entry.status}.`, "claro-ir keys list");
  return entry;
}

/** One thing at a time for each key; an incident of it comes first. */
async function refuseTwin(app: App, entry: RegisterEntry): Promise<void> {
  const { states, damaged } = await openIncidents(app);
  const [broken] = damaged;
  // A rotation can wait, and an incident that nobody can read may be about this very key.
  if (broken !== undefined)
    throw new ClaroIrError(...leftOutKind(broken), broken.why, {
      hint: `claro-ir verify --incident ${broken.incident}`,
    });
  for (const state of states) {
    const isSame = liveCredentials(state).some(
      (one) =>
        one.name === entry.name ||
        (entry.fingerprint !== null && one.old.fingerprint === entry.fingerprint),
    );
    if (state.drill || !isSame) continue;
    const what = kindOf(state.id) === "rotation" ? "being rotated" : "under treatment";
    conflict(
      "already-open",
      `${entry.name} is already ${what} in ${state.id}, opened by ${state.declaredBy} at ${state.declaredAt}.`,
      `claro-ir next --incident ${state.id}`,
    );
  }
}

/** Places of the register entry and of the configuration, and which of them come first. Without a word the first of several is tried first. */
function placesOf(
  app: App,
  entry: RegisterEntry,
  wanted: readonly string[],
): Omit<Planned, "entry"> {
  const configured = app.config.targets.filter(
    (target) =>
      target.key !== null &&
      lineOf(target.key) === lineOf(entry.name) &&
      target.environment === entry.environment,
  );
  const places = [...new Set([...configured.map((target) => target.id), ...entry.consumers])];
  const unknown = wanted.find((id) => !places.includes(id));
  if (unknown !== undefined)
    misuse(
      "unknown-target",
      `${unknown} is no place of ${entry.name}; it has ${places.join(", ") || "none"}.`,
      places.length === 0
        ? `claro-ir keys edit ${entry.name} --consumer <place>`
        : `--staging ${places.join("|")}`,
    );
  return { places, staging: wanted.length > 0 || places.length < 2 ? wanted : places.slice(0, 1) };
}

async function plan(app: App, input: RotateInput): Promise<Planned> {
  requireKeyManager(app.actor, "Rotating a key");
  const entry = await entryOf(app, input.name);
  await refuseTwin(app, entry);
  return { entry, ...placesOf(app, entry, input.staging) };
}

function words({ entry, places, staging }: Planned, watch: string): readonly string[] {
  const others = places.filter((id) => !staging.includes(id));
  return [
    `${entry.name} is due on ${entry.nextDueAt.slice(0, 10)}; no incident: nothing leaked`,
    `first, to try it: ${staging.join(", ") || "nowhere"}; then: ${others.join(", ") || "no place known"} (another first: --staging <place>)`,
    `the old key is deleted no earlier than ${watch} after the last deploy`,
  ];
}

/** What would be opened; nothing is recorded. */
export async function planRotation(app: App, input: RotateInput): Promise<readonly string[]> {
  return words(await plan(app, input), input.watch);
}

/**
 * Open a rotation; durable when it returns. Exit 2 for a key that is not on the register, 3 for a compromised one or a role that may not,
 * 4 while the key is under treatment or being rotated.
 */
export async function rotateKey(
  app: App,
  input: RotateInput,
): Promise<{ readonly id: string; readonly change: Change; readonly lines: readonly string[] }> {
  const planned = await plan(app, input);
  const { entry, places, staging } = planned;
  const now = toInstant(app.clock.now());
  const file = await app.loadRunbook(RUNBOOK);
  const id = newId(file.runbook.kind, now, app.random.letters(4));
  // Said before anything is made: a new key needs somebody to seal it to.
  await recipientsFor(app, undefined);
  await app.vault.putRunbook(id, file.yaml, file.json);
  const { name, environment, provider, keyId, last4, prefix, fingerprint } = entry;
  const facts = declareRotation(
    {
      runbook: { id: file.runbook.id, version: file.runbook.version, sha256: file.sha256 },
      summary: `rotation of ${name}`,
      operator: app.actor.id,
      recipient: (await app.sealer.own()) ?? null,
      key: { name, environment, provider, keyId, last4, prefix, fingerprint, targets: places },
      staging,
      watch: input.watch,
      facts: { [PROVIDER_CONFIRMED]: "yes" },
    },
    now,
  );
  const opened = await createIncident(app, id, file.runbook, facts, now);
  const [credential] = liveCredentials(opened.state);
  if (credential === undefined)
    throw new ClaroIrError("bug", "no-credential", `${id} was opened without its key.`);
  const held = await holdOldValue(app, opened.state, credential);
  const change = held.length > 0 ? await record(app, id, held) : opened;
  return { id, change, lines: [`${id} opened`, ...words(planned, input.watch)] };
}
