// Reading access logs for an incident: which keys, over which time, from which files.
import type { KeyNames, Windows } from "../core/audit/activity.ts";
import { logNames } from "../core/audit/log-names.ts";
import { ClaroIrError } from "../core/error.ts";
import type { LogReading } from "../core/incident/audit-event.ts";
import type { EvidenceRecord } from "../core/incident/audit-state.ts";
import type { CredentialState, IncidentState } from "../core/incident/state.ts";
import { DAY, toEpoch } from "../core/instant.ts";
import type { AuditProgress, ReadLogs } from "../ports/access-log.ts";
import type { App } from "./context.ts";
import { joinReadings } from "./join-logs.ts";
import { openSealed } from "./secret.ts";
import { timeOf } from "./time-of.ts";

/** A log that is read: where it lies, what people call it, how it is read. */
export interface LogFile {
  readonly path: string;
  readonly name: string;
  readonly reading: LogReading;
}

/** Told by its content, times in UTC. */
export const BY_CONTENT: LogReading = { format: null, columns: {}, zone: null };

/** Before this much of the detection nobody looks for misuse, where nobody knows since when a key is exposed. */
const LOOK_BACK = DAY;

/** Base64 of a text's SHA-256, as some logs name a token. */
function base64Hash(app: App, text: string): string {
  const bytes = app.sha256(text).match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))));
}

/** The old value where it is held and this machine can open it; only its hash goes on from here. */
async function heldValue(app: App, incident: string, { old }: CredentialState) {
  try {
    return (await openSealed(app, incident, old.sealed))?.reveal() ?? null;
  } catch (error) {
    if (error instanceof ClaroIrError && error.code === "cannot-open") return null;
    throw error;
  }
}

/** Every name by which a log may call the old key, and the mark that redaction left in a copy. */
async function namesOf(
  app: App,
  incident: string,
  credential: CredentialState,
): Promise<readonly string[]> {
  const { name, old } = credential;
  const value = await heldValue(app, incident, credential);
  const identity = { id: old.keyId, name, last4: old.last4, value };
  const mark = old.fingerprint === null ? [] : [`[key fp:${old.fingerprint}]`];
  return [...logNames(identity, (text) => base64Hash(app, text)), ...mark];
}

/** These keys of an incident, as logs name them. */
export function keyNames(
  app: App,
  incident: string,
  credentials: readonly CredentialState[],
): Promise<readonly KeyNames[]> {
  return Promise.all(
    credentials.map(async (one) => ({ key: one.id, names: await namesOf(app, incident, one) })),
  );
}

/** Since when a person says that it was exposed, epoch ms; what an audit itself concluded must not narrow the next one. */
export function exposedFrom(state: IncidentState): number | null {
  const fact = state.facts["exposedFrom"];
  return fact === undefined || fact.grade === "E1" ? null : toEpoch(fact.value);
}

/** The time that is looked at, and the normal use before it. */
export async function windowsOf(app: App, state: IncidentState): Promise<Windows> {
  const from = exposedFrom(state) ?? toEpoch(state.detectedAt) - LOOK_BACK;
  return {
    baselineFrom: from - app.config.audit.baselineDays * DAY,
    from,
    to: toEpoch(await timeOf(app, state)),
  };
}

/** Collected logs as files to read: of a sealed one its twin. One that has no twin cannot be read. */
export function logFiles(app: App, state: IncidentState): readonly LogFile[] {
  const seen = new Set<string>();
  return state.evidence.flatMap((one) => {
    const file = readableFile(one);
    if (one.log === undefined || file === null || seen.has(one.sha256)) return [];
    seen.add(one.sha256);
    return [{ path: app.vault.pathOf(state.id, file), name: one.name, reading: one.log }];
  });
}

/** What of a piece of evidence may be read: itself, or its twin where it holds a key; null where it has none. */
export function readableFile({ file, sealed, redacted }: EvidenceRecord): string | null {
  return sealed === undefined ? file : (redacted?.file ?? null);
}

export interface LogRequest {
  readonly files: readonly LogFile[];
  readonly keys: readonly KeyNames[];
  readonly windows: Windows;
}

function progressTo(app: App): (now: AuditProgress) => void {
  let told = 0;
  return ({ bytes, of }) => {
    if (bytes - told < TELL_EVERY) return;
    told = bytes;
    const all = of === null ? "" : ` of ${String(Math.round(of / 1e6))}`;
    app.say(`reading logs: ${String(Math.round(bytes / 1e6))}${all} MB`);
  };
}

/** A line about progress every so many bytes. */
const TELL_EVERY = 500_000_000;

function readOnce(app: App, request: LogRequest, reading: LogReading): Promise<ReadLogs> {
  const { format, columns, zone } = reading;
  return app.readLogs({
    paths: request.files.map((file) => file.path),
    format,
    options: { columns, zone },
    keys: request.keys,
    windows: request.windows,
    everyLine: false,
    signal: app.signal,
    progress: progressTo(app),
  });
}

/** Files that are read alike are read together. */
function groups(files: readonly LogFile[]): readonly (readonly LogFile[])[] {
  const alike = Map.groupBy(files, ({ reading }) => JSON.stringify(reading));
  return [...alike.values()];
}

/** Read logs; each source is called what people call it. */
export async function readLogs(app: App, request: LogRequest): Promise<ReadLogs> {
  const reads: ReadLogs[] = [];
  for (const files of groups(request.files))
    reads.push(await readOnce(app, { ...request, files }, files[0]?.reading ?? BY_CONTENT));
  const joined = joinReadings(reads);
  const names = new Map(request.files.map(({ path, name }) => [path, name]));
  return {
    ...joined,
    sources: joined.sources.map((one) => ({ ...one, name: names.get(one.name) ?? one.name })),
  };
}
