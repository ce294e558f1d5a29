// Where a value lies: in folders and git histories, and in the places that the configuration and the incident name.
import { ClaroIrError } from "../core/error.ts";
import type { Secret } from "../core/credential/secret.ts";
import { requireCredential } from "../core/incident/decide/world.ts";
import type { TargetDefinition } from "../core/incident/event.ts";
import type { CredentialState, IncidentState } from "../core/incident/state.ts";
import { searchForms } from "../core/redaction/forms.ts";
import { together, NOTHING_SEARCHED, type SearchReport } from "../core/search/finding.ts";
import {
  copiesIn,
  placesIn,
  type KnownPlace,
  type Plan,
  type PlanPaths,
} from "../core/search/plan.ts";
import { wantedFrom } from "../core/search/spots.ts";
import { OutsideError } from "../ports/outside.ts";
import type { Paths, Search } from "../ports/search.ts";
import type { App } from "./context.ts";
import { chooseIncident } from "./choose.ts";
import { leftOutLine, openIncidents, readState } from "./list.ts";
import { openSealed } from "./secret.ts";

export interface WhereUsedRequest {
  /** Of the incident; default its only one. */
  readonly credential: string | undefined;
  readonly incident: string | undefined;
  /** The value itself, instead of a credential. */
  readonly secret: Secret | undefined;
  readonly roots: readonly string[];
  readonly git: boolean;
  readonly also: readonly string[];
  /** The file that the value was read from: no finding. */
  readonly except: string | undefined;
}

export interface WhereUsed {
  readonly report: SearchReport;
  readonly plan: Plan;
}

/** The key that is looked for, and the incident it belongs to, if any. */
interface Subject {
  readonly secret: Secret;
  readonly state: IncidentState | undefined;
  readonly credential: CredentialState | undefined;
}

/** The credential of an open incident whose value this is. */
async function ownerOf(app: App, secret: Secret): Promise<Omit<Subject, "secret">> {
  const fingerprint = (await app.fingerprint())(secret.reveal());
  const { states, damaged } = await openIncidents(app);
  for (const one of damaged) app.say(leftOutLine(one));
  for (const state of states) {
    const found = Object.values(state.credentials).find(
      (one) => one.old.fingerprint === fingerprint || one.burnt.includes(fingerprint),
    );
    if (found !== undefined) return { state, credential: found };
  }
  return { state: undefined, credential: undefined };
}

async function subjectOf(app: App, request: WhereUsedRequest): Promise<Subject> {
  const { secret } = request;
  if (secret !== undefined) {
    app.remember(secret);
    return { secret, ...(await ownerOf(app, secret)) };
  }
  const state = await readState(app, await chooseIncident(app, request.incident));
  const credential = requireCredential(state, request.credential);
  const sealed = await openSealed(app, state.id, credential.old.sealed);
  if (sealed !== undefined) return { secret: sealed, state, credential };
  throw new ClaroIrError(
    "refused",
    "no-value",
    `The value of ${credential.id} is not at hand, and nothing can be looked for without it.`,
    { hint: "claro-ir where-used --secret-file <file of mode 0600>" },
  );
}

/** Every place that is known by name: configured ones, and those of the incident. */
function definitions(
  app: App,
  credential: CredentialState | undefined,
): readonly TargetDefinition[] {
  const found = new Map<string, TargetDefinition>();
  for (const { id, kind, options } of app.config.targets) found.set(id, { id, kind, options });
  for (const { definition } of credential?.targets ?? [])
    if (definition !== null) found.set(definition.id, definition);
  return [...found.values()];
}

/** What one place gives back: a finding, or why it could not be looked at. One slow or dead place delays nobody else. */
async function lookAt(
  app: App,
  definition: TargetDefinition,
  secret: Secret,
): Promise<SearchReport> {
  const { id } = definition;
  function unread(why: string): SearchReport {
    const searched = NOTHING_SEARCHED;
    return { findings: [], notSearched: [{ what: `target ${id}`, why }], searched };
  }
  try {
    const target = await app.target(definition);
    const reading = await target.read();
    if (reading.state === "unreadable") return unread(reading.why);
    const searched = { ...NOTHING_SEARCHED, targets: 1 };
    if (reading.state === "absent") return { findings: [], notSearched: [], searched };
    app.remember(reading.secret);
    if (reading.secret.reveal() !== secret.reveal())
      return { findings: [], notSearched: [], searched };
    const finding = {
      kind: "target" as const,
      path: null,
      line: null,
      variable: null,
      form: "plain" as const,
      more: 0,
      git: null,
      target: id,
    };
    return { findings: [finding], notSearched: [], searched };
  } catch (error) {
    if (error instanceof OutsideError || error instanceof ClaroIrError)
      return unread(error.message);
    throw error;
  }
}

function knownPlace(definition: TargetDefinition, paths: Paths, folder: string): KnownPlace {
  const { path, variable } = definition.options;
  const spot =
    typeof path === "string" && typeof variable === "string"
      ? `${paths.absolute(path, folder)} ${variable}`
      : null;
  return { definition, spot };
}

/** A variable of a file that was found by reading the file, and once more as a configured target, is one finding. */
function merge(report: SearchReport, known: readonly KnownPlace[], paths: PlanPaths): SearchReport {
  const seen = new Set<string>();
  const findings = report.findings.map((one) => {
    if (one.path === null || one.git !== null || one.variable === null) return one;
    const spot = `${paths.absolute(one.path)} ${one.variable}`;
    const target = known.find((place) => place.spot === spot)?.definition.id;
    if (target === undefined) return one;
    seen.add(target);
    return { ...one, target };
  });
  return {
    ...report,
    findings: findings.filter((one) => one.kind !== "target" || !seen.has(one.target ?? "")),
  };
}

/** Find every place that holds the value. Exit 3 when an incident's key is not at hand. */
export async function whereUsed(
  app: App,
  using: { readonly search: Search; readonly paths: Paths },
  request: WhereUsedRequest,
): Promise<WhereUsed> {
  const { secret, state, credential } = await subjectOf(app, request);
  const forms = searchForms(secret.reveal());
  if (forms.length === 0)
    throw new ClaroIrError(
      "usage",
      "too-short",
      "A value of fewer than 8 characters stands in many places that have nothing to do with it.",
      { hint: "Give the whole key" },
    );
  const known = definitions(app, credential);
  const [looked, ...targets] = await Promise.all([
    using.search({
      wanted: wantedFrom(forms),
      roots: request.roots,
      git: request.git,
      also: request.also,
      except: request.except,
      signal: app.signal,
      say: (line) => app.say(line),
    }),
    ...known.map((definition) => lookAt(app, definition, secret)),
  ]);
  const { folder } = app.config;
  const paths: PlanPaths = {
    absolute: (path) => using.paths.absolute(path),
    option: (path) => using.paths.within(folder, path),
  };
  const places = known.map((definition) => knownPlace(definition, using.paths, folder));
  const report = merge(together([looked, ...targets]), places, paths);
  const planned = placesIn(report.findings, places, paths);
  return {
    report,
    plan: {
      version: 1,
      incident: state?.id ?? null,
      credential: credential?.id ?? null,
      fingerprint: (await app.fingerprint())(secret.reveal()),
      last4: secret.last4,
      places: [...planned],
      copies: copiesIn(report.findings, planned),
    },
  };
}
