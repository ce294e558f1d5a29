// Is the record whole: journals, sealed runbook, evidence.
import { ClaroIrError } from "../core/error.ts";
import type { IncidentEvent } from "../core/incident/event.ts";
import type { Head } from "../core/journal/event.ts";
import type { Damage } from "../ports/journal-store.ts";
import type { Digest } from "../ports/system.ts";
import { chooseIncident } from "./choose.ts";
import { leftOut, type Reader } from "./list.ts";

export interface StreamReport {
  readonly stream: string;
  readonly events: number;
  readonly head: Head;
  readonly whole: boolean;
}

export interface VerifyReport {
  readonly streams: readonly StreamReport[];
  readonly damages: readonly Damage[];
  /** What could not be looked at, when everything is verified: nothing is known to be wrong with it. */
  readonly unread: readonly Unread[];
}

export interface Unread {
  readonly stream: string;
  readonly why: string;
}

type Verifier = Reader & { newDigest(): Digest };

function damage(stream: string, file: string, what: Damage["what"], detail: string): Damage {
  return { stream, seq: 0, file, what, detail };
}

async function fileDamage(
  app: Verifier,
  stream: string,
  file: string,
  expected: string,
): Promise<Damage | undefined> {
  const digest = app.newDigest();
  try {
    for await (const bytes of app.vault.pieces(stream, file)) digest.update(bytes);
  } catch (error) {
    if (!(error instanceof ClaroIrError)) throw error;
    return damage(stream, file, "missing", error.message);
  }
  if (digest.hex() === expected) return undefined;
  return damage(stream, file, "changed", "its SHA-256 is not the recorded one");
}

interface Named {
  readonly file?: unknown;
  readonly sha256?: unknown;
}

/** The chain vouches for an event's bytes, not for the form of its data: a forger may have it say anything. */
interface FoundData extends Named {
  readonly sealed?: Named | null;
  readonly redacted?: Named | null;
  readonly runbook?: Named | null;
}

/** What lies in the store of a piece of evidence: itself, or its ciphertext and the twin without the key. */
function evidenceNamed(data: FoundData): readonly Named[] {
  const { file, sha256, sealed, redacted } = data;
  const stored = { file, sha256: sealed?.sha256 ?? sha256 };
  if (redacted === undefined || redacted === null) return [stored];
  return [stored, redacted];
}

function filesNamed(event: IncidentEvent): readonly Named[] {
  if (event.type === "evidence.added") return evidenceNamed(event.data);
  if (event.type === "evidence.resealed") {
    const { file, sealed }: FoundData = event.data;
    return [{ file, sha256: sealed?.sha256 }];
  }
  if (event.type !== "incident.declared" && event.type !== "runbook.changed") return [];
  const { runbook }: FoundData = event.data;
  const sha256 = runbook?.sha256;
  const later = typeof sha256 === "string" ? `-${sha256.slice(0, 16)}` : "";
  return [{ file: `runbook${event.type === "runbook.changed" ? later : ""}.json`, sha256 }];
}

async function besideJournal(
  app: Verifier,
  stream: string,
  events: readonly IncidentEvent[],
): Promise<readonly Damage[]> {
  const checks = events.flatMap((event) =>
    filesNamed(event).map(async ({ file, sha256 }) => {
      if (typeof file === "string" && typeof sha256 === "string")
        return fileDamage(app, stream, file, sha256);
      return damage(stream, `#${String(event.seq)}`, "unreadable", "it names no file and digest");
    }),
  );
  return (await Promise.all(checks)).filter((one) => one !== undefined);
}

function anchorDamage(
  stream: string,
  events: readonly IncidentEvent[],
  head: Head,
  anchor: Head,
): readonly Damage[] {
  const at =
    anchor.seq === head.seq
      ? head.hash
      : events.find((event) => event.seq === anchor.seq + 1)?.prev;
  if (at?.startsWith(anchor.hash) === true) return [];
  const what = anchor.seq > head.seq ? "missing" : "changed";
  return [
    {
      ...damage(
        stream,
        `#${String(anchor.seq)}`,
        what,
        `it does not match the anchor ${anchor.hash.slice(0, 8)}`,
      ),
      seq: anchor.seq,
    },
  ];
}

async function verifyStream(
  app: Verifier,
  stream: string,
  anchor: Head | undefined,
): Promise<{ report: StreamReport; damages: readonly Damage[] }> {
  const inJournal = await app.journal.verify(stream);
  if (inJournal.length > 0) {
    const head = await app.journal.head(stream).catch((error: unknown) => {
      if (error instanceof ClaroIrError) return { seq: 0, hash: "" };
      throw error;
    });
    return { report: { stream, events: head.seq, head, whole: false }, damages: inJournal };
  }
  const { events, head } = await app.journal.read(stream);
  const typed = events as readonly IncidentEvent[];
  const damages = [
    ...(await besideJournal(app, stream, typed)),
    ...(anchor === undefined ? [] : anchorDamage(stream, typed, head, anchor)),
  ];
  return {
    report: { stream, events: typed.length, head, whole: damages.length === 0 },
    damages,
  };
}

/** Verify one incident, or everything. An anchor is a head written down elsewhere; it needs one incident. */
export async function verifyStore(
  app: Verifier,
  named: string | undefined,
  anchor: Head | undefined,
): Promise<VerifyReport> {
  const everything = named === undefined && anchor === undefined;
  const streams = everything ? await app.journal.streams() : [await chooseIncident(app, named)];
  const results = [];
  const unread: Unread[] = [];
  for (const stream of streams)
    try {
      results.push(await verifyStream(app, stream, anchor));
    } catch (error) {
      if (!everything) throw error;
      unread.push({ stream, why: leftOut(stream, error).why });
    }
  return {
    streams: results.map((one) => one.report),
    damages: results.flatMap((one) => one.damages),
    unread,
  };
}
