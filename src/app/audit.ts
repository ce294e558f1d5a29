// The audit of logs that somebody names: of an incident's keys, or of any key that the logs name.
import { judge } from "../core/audit/audit.ts";
import { keyFacts, type AuditContext } from "../core/audit/context.ts";
import type { KeyNames, Windows } from "../core/audit/activity.ts";
import { isAnythingRead } from "../core/audit/coverage.ts";
import type { AuditReport } from "../core/audit/report.ts";
import { ClaroIrError } from "../core/error.ts";
import type { LogReading } from "../core/incident/audit-event.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { DAY, toEpoch, type Instant } from "../core/instant.ts";
import type { AuditProgress } from "../ports/access-log.ts";
import { allowed, auditContext, locateIn } from "./audit-context.ts";
import type { App } from "./context.ts";
import { chooseIncident } from "./choose.ts";
import { readState } from "./list.ts";
import { keyNames, windowsOf } from "./logs.ts";
import { nothingRead } from "./nothing-read.ts";

export interface AuditRequest {
  /** Files, folders, globs, `-`. */
  readonly paths: readonly string[];
  /** A query over them, whose rows are audited instead. */
  readonly sql: string | null;
  /** What the logs call the keys, instead of an incident's. */
  readonly keyIds: readonly string[];
  /** Of the incident; default all that are not dropped. */
  readonly credential: string | undefined;
  readonly incident: string | undefined;
  readonly since: Instant | undefined;
  readonly until: Instant | undefined;
  readonly baselineDays: number | undefined;
  /** CIDR, besides those that the configuration names. */
  readonly ownNetworks: readonly string[];
  readonly reading: LogReading;
  readonly everyLine: boolean;
  /** Put the report and its findings on record. */
  readonly attach: boolean;
  progress(now: AuditProgress): void;
  /** A table of places; undefined = the configuration's. With one that is named, keys count as used from one place. */
  readonly geo: string | undefined;
}

export interface Audited {
  readonly report: AuditReport;
  /** Whose keys they are; null = no incident's. */
  readonly incident: string | null;
  /** Why the report says nothing, and is not on record: no line of any log could be read. Null = some was. */
  readonly failure: ClaroIrError | null;
}

/** Whose keys are looked for, and by what they are judged. */
interface Subject {
  readonly state: IncidentState | null;
  readonly keys: readonly KeyNames[];
  readonly windows: Windows;
}

/** Without an incident and without a window, the last day is looked at. */
const LOOK_BACK = DAY;

async function incidentOf(app: App, name: string | undefined): Promise<IncidentState> {
  try {
    return await readState(app, await chooseIncident(app, name));
  } catch (error) {
    if (!(error instanceof ClaroIrError) || error.code !== "which-incident") throw error;
    throw new ClaroIrError("usage", error.code, error.message, {
      hint: "--incident <id>, or without one: --key-id <what the logs call the key>",
      cause: error,
    });
  }
}

function windowed(app: App, request: AuditRequest, usual: Windows): Windows {
  const { since, until, baselineDays } = request;
  const from = since === undefined ? usual.from : toEpoch(since);
  const to = until === undefined ? usual.to : toEpoch(until);
  if (from >= to)
    throw new ClaroIrError("usage", "empty-window", "The time to look at ends before it begins.", {
      hint: "--since <instant> before --until <instant> (default: now)",
    });
  const days = baselineDays ?? app.config.audit.baselineDays;
  return { baselineFrom: from - days * DAY, from, to };
}

async function subjectOf(app: App, request: AuditRequest): Promise<Subject> {
  if (request.keyIds.length > 0) {
    const to = request.until === undefined ? app.clock.now() : toEpoch(request.until);
    const usual = { baselineFrom: 0, from: to - LOOK_BACK, to };
    const keys = [...new Set(request.keyIds)].map((id) => ({ key: id, names: [id] }));
    return { state: null, keys, windows: windowed(app, request, usual) };
  }
  const state = await incidentOf(app, request.incident);
  const [{ liveCredentials }, { requireCredential }] = await Promise.all([
    import("../core/incident/checklist.ts"),
    import("../core/incident/decide/world.ts"),
  ]);
  const chosen =
    request.credential === undefined
      ? liveCredentials(state)
      : [requireCredential(state, request.credential)];
  const keys = await keyNames(app, state.id, chosen);
  return { state, keys, windows: windowed(app, request, await windowsOf(app, state)) };
}

/** Of a key without an incident nothing is known but its names; what is ours the configuration says. */
async function plainFacts(app: App, { keys, windows }: Subject): Promise<AuditContext> {
  const { team, thresholds, singleLocation } = app.config.audit;
  const { networks, agents, expired } = allowed(app.config.audit, app.clock.now());
  return {
    windows,
    keys: keys.map((one) => ({
      ...keyFacts(one),
      isSingleLocation: one.names.some((name) => singleLocation.includes(name)),
    })),
    networks: await app.networks(networks),
    hasOwnNetworks: networks.length > 0,
    knownAgents: agents,
    notApplied: expired,
    team,
    incident: app.mark,
    judged: new Map(),
    ours: new Set(),
    thresholds,
    locate: null,
  };
}

async function contextOf(
  app: App,
  subject: Subject,
  { ownNetworks }: AuditRequest,
): Promise<AuditContext> {
  const usual = app.config.audit;
  // What is named now holds now, whatever the configuration says of it.
  const until = Object.fromEntries(
    Object.entries(usual.until).filter(([value]) => !ownNetworks.includes(value)),
  );
  const config = {
    ...app.config,
    audit: { ...usual, ownNetworks: [...usual.ownNetworks, ...ownNetworks], until },
  };
  const { state, windows, keys } = subject;
  return state === null
    ? plainFacts({ ...app, config }, subject)
    : auditContext({ ...app, config }, state, windows, keys);
}

/**
 * Audit the logs. Throws ClaroIrError `usage` for a path, a format or a column that is not there, for an unclear incident, and for a
 * window that is none.
 */
export async function audit(app: App, request: AuditRequest): Promise<Audited> {
  const { attach, reading, paths, sql, everyLine, progress } = request;
  const { format, columns, zone } = reading;
  const subject = await subjectOf(app, request);
  const { state, keys, windows } = subject;
  if (attach && state === null)
    throw new ClaroIrError("usage", "no-incident", "Only an incident's audit can be attached.", {
      hint: "leave out --key-id, or --attach",
    });
  const context = await contextOf(app, subject, request);
  const read = await app.readLogs({
    paths,
    sql,
    format,
    options: { columns, zone },
    keys,
    windows,
    everyLine,
    digests: attach,
    signal: app.signal,
    progress,
  });
  const isSingle = request.geo !== undefined;
  const facts = context.keys.map((one) => (isSingle ? { ...one, isSingleLocation: true } : one));
  const locate = await locateIn(app, read, request.geo);
  const report = judge(read, { ...context, keys: facts, locate });
  const failure = isAnythingRead(report.sources) ? null : nothingRead(report);
  if (attach && state !== null && failure === null) {
    const { recordAudit } = await import("./record-audit.ts");
    await recordAudit(app, state.id, report, undefined);
  }
  return { report, incident: state?.id ?? null, failure };
}
