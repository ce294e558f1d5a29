// `start` and `credential add`: from what was said to an incident that is durable. Nothing is sent anywhere yet.
import { ClaroIrError } from "../core/error.ts";
import { nameProblems } from "../core/credential/naming.ts";
import {
  addCredentials,
  declareIncident,
  declareRest,
  type KeyInput,
} from "../core/incident/decide/declare.ts";
import type { Severity } from "../core/incident/event.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { kindOf, newId } from "../core/incident/kind.ts";
import { toInstant, type Instant, type Precision } from "../core/instant.ts";
import { OutsideError } from "../ports/outside.ts";
import { carryOn } from "./carry-on.ts";
import type { App } from "./context.ts";
import { change, createIncident, loadIncident, worldOf, type Change } from "./incident.ts";
import { leftOutLine, openIncidents } from "./list.ts";
import { KEY_NAMED, matchKey, type KeyAnswers, type KeyClaim, type Matched } from "./match-key.ts";
import { nameFromPlaces, placesOf } from "./places-of-key.ts";
import { PROVIDER_CONFIRMED } from "./provider.ts";
import { recipientsFor, sealValue } from "./secret.ts";

export interface StartInput {
  readonly claims: readonly KeyClaim[];
  readonly answers: KeyAnswers;
  readonly facts: Readonly<Record<string, string>>;
  readonly severity: Severity | undefined;
  readonly runbook: string | undefined;
  /** When the program was called for it; absent = now. Clocks count from there, whenever the first answer comes. */
  readonly launchedAt?: Instant;
  readonly detectedAt: Instant | undefined;
  /** How exactly that is known; absent = to the second. */
  readonly detectedPrecision?: Precision;
  readonly summary: string;
  readonly codename: string | undefined;
  readonly restricted: boolean;
  readonly drill: boolean;
}

/** One of the keys is already under treatment. */
export class AlreadyOpenError extends ClaroIrError {
  readonly incident: string;

  constructor(name: string, { id, declaredBy, declaredAt }: IncidentState) {
    super(
      "conflict",
      "already-open",
      `${name} is already under treatment in ${id}, declared by ${declaredBy} at ${declaredAt}.`,
      { hint: `claro-ir join --as <you> --incident ${id}` },
    );
    this.incident = id;
  }
}

async function canDisable(app: App, matched: Matched): Promise<string> {
  if (!matched.confirmed) return "unknown";
  try {
    return (await app.provider(matched.provider)).admin.disable === undefined ? "no" : "yes";
  } catch (error) {
    if (!(error instanceof OutsideError) && !(error instanceof ClaroIrError)) throw error;
    app.say(`warning: ${error.message}`);
    return "unknown";
  }
}

/** What is known of the key beside the answers. */
async function knownOf(app: App, matched: Matched): Promise<Readonly<Record<string, string>>> {
  return {
    providerCanDisable: await canDisable(app, matched),
    [PROVIDER_CONFIRMED]: matched.confirmed ? "yes" : "no",
    ...(matched.named ? {} : { [KEY_NAMED]: "no" }),
  };
}

/** A claim as the core records it; the value is sealed at once, under `incident`. */
async function prepare(
  app: App,
  incident: string,
  state: IncidentState | undefined,
  claim: KeyClaim,
  answers: KeyAnswers,
): Promise<KeyInput> {
  const { secret } = claim;
  if (secret !== undefined) app.remember(secret);
  const fingerprint = secret === undefined ? null : (await app.fingerprint())(secret.reveal());
  const name = claim.name ?? (await nameFromPlaces(app, fingerprint));
  const matched = await matchKey(app, { ...claim, name }, answers, fingerprint);
  const opId = secret === undefined ? null : app.random.uuid();
  if (secret !== undefined && opId !== null)
    await sealValue(app, incident, opId, secret, await recipientsFor(app, state));
  for (const problem of nameProblems(matched.name, matched.environment))
    if (claim.name !== undefined) app.say(`warning: key name "${matched.name}": ${problem}`);
  return {
    name: matched.name,
    environment: matched.environment,
    provider: matched.provider,
    keyId: matched.keyId,
    last4: secret?.last4 ?? null,
    prefix: secret?.prefix ?? null,
    fingerprint,
    sealed: opId,
    targets: await placesOf(app, matched, answers, fingerprint),
    facts: { ...answers.facts, ...(await knownOf(app, matched)) },
    strategy: answers.strategy,
    because: answers.because,
  };
}

/** The open incidents. Whoever declares another is told of a damaged one, and never held up by it. */
async function openBesideLeftOut(app: App): Promise<readonly IncidentState[]> {
  const { states, damaged } = await openIncidents(app);
  for (const one of damaged) app.say(leftOutLine(one));
  return states;
}

/** An open incident (drills aside, unless this is one) that already treats one of these keys. */
async function refuseTwin(app: App, input: StartInput): Promise<void> {
  const fingerprint = await app.fingerprint();
  const prints = input.claims.flatMap((claim) =>
    claim.secret === undefined ? [] : [fingerprint(claim.secret.reveal())],
  );
  const names = input.claims.flatMap((claim) => (claim.name === undefined ? [] : [claim.name]));
  for (const state of await openBesideLeftOut(app)) {
    // Rehearsals share their stage key, and rotations give way to incidents: neither stands in anybody's way.
    if (state.drill || input.drill || kindOf(state.id) === "rotation") continue;
    const twin = Object.values(state.credentials).find(
      (one) =>
        one.dropped === null &&
        ((one.old.fingerprint !== null && prints.includes(one.old.fingerprint)) ||
          names.includes(one.name)),
    );
    if (twin === undefined) continue;
    throw new AlreadyOpenError(twin.name, state);
  }
}

/**
 * Whether the declaration broke off before its first key: nothing is on record but what one command of this operator wrote, and its
 * process has ended.
 */
export async function isCutShort(app: App, incident: string): Promise<boolean> {
  const loaded = await loadIncident(app, incident);
  const [first] = loaded.events;
  const { state } = worldOf(app, loaded);
  return (
    first !== undefined &&
    state.state === "open" &&
    kindOf(incident) === "incident" &&
    Object.keys(state.credentials).length === 0 &&
    first.by === app.actor.id &&
    app.processes.isAlive(first.via) === "dead" &&
    loaded.events.at(-1)?.left !== undefined &&
    loaded.events.every(({ op }) => op === first.op)
  );
}

/** An incident of which only the beginning is on record, and which follows this runbook: it is gone on with instead of declaring another. */
async function begunBefore(app: App, sha256: string, drill: boolean): Promise<string | undefined> {
  for (const state of (await openIncidents(app)).states)
    if (state.drill === drill && state.runbook.sha256 === sha256)
      if (await isCutShort(app, state.id)) return state.id;
  return undefined;
}

/** When it was declared. A clock that was put back meanwhile does not date it into the future. */
function launchOf({ launchedAt }: StartInput, now: Instant): Instant {
  return launchedAt !== undefined && launchedAt < now ? launchedAt : now;
}

/** Declare an incident, or go on with a declaration that broke off. Durable when it returns. Exit 4 when one of the keys is already under an open incident. */
export async function declare(
  app: App,
  input: StartInput,
): Promise<{ readonly id: string; readonly change: Change }> {
  await refuseTwin(app, input);
  const now = toInstant(app.clock.now());
  const launchedAt = launchOf(input, now);
  const file = await app.loadRunbook(input.runbook ?? "compromised-key");
  if (file.runbook.kind === "rotation")
    throw new ClaroIrError(
      "usage",
      "no-incident",
      `${file.runbook.id} is for a planned rotation, not for an incident.`,
      { hint: "claro-ir keys rotate <name>" },
    );
  const begun = await begunBefore(app, file.sha256, input.drill);
  if (begun !== undefined) app.say(`${begun} was begun and broke off: this goes on with it`);
  const id = begun ?? newId("incident", now, app.random.letters(4));
  if (begun === undefined) await app.vault.putRunbook(id, file.yaml, file.json);
  const keys: KeyInput[] = [];
  for (const claim of input.claims)
    keys.push(await prepare(app, id, undefined, claim, input.answers));
  const whole = {
    id,
    runbook: { id: file.runbook.id, version: file.runbook.version, sha256: file.sha256 },
    drill: input.drill,
    detectedAt: input.detectedAt ?? launchedAt,
    ...(input.detectedPrecision === undefined
      ? {}
      : { detectedPrecision: input.detectedPrecision }),
    summary: app.clean(input.summary),
    codename: input.codename ?? null,
    restricted: input.restricted,
    operator: app.actor.id,
    recipient: (await app.sealer.own()) ?? null,
    facts: input.facts,
    severity: input.severity,
    keys,
  };
  const declared =
    begun === undefined
      ? await createIncident(app, id, file.runbook, declareIncident(whole, now), launchedAt)
      : await change(app, id, (world) => declareRest(world, whole));
  return { id, change: (await carryOn(app, id)) ?? declared };
}

/** Add keys to an open incident. */
export async function addKeys(
  app: App,
  incident: string,
  claims: readonly KeyClaim[],
  answers: KeyAnswers,
): Promise<Change> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  // A rotation of one of these keys is taken over; one that is damaged cannot be, and that is said.
  await openBesideLeftOut(app);
  const keys: KeyInput[] = [];
  for (const claim of claims) keys.push(await prepare(app, incident, state, claim, answers));
  const added = await change(app, incident, (world) => addCredentials(world, keys));
  return (await carryOn(app, incident)) ?? added;
}
