// Evidence: files stored under their own digest, with who brought them and when. What holds a key in clear lies sealed, beside a twin without it.
import { ClaroIrError } from "../core/error.ts";
import type { LogReading, StoredFile } from "../core/incident/audit-event.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import { toState } from "../core/incident/fold.ts";
import type { OpenedFile } from "../ports/evidence-files.ts";
import type { Pieces } from "../ports/system.ts";
import type { App } from "./context.ts";
import { loadIncident } from "./incident.ts";
import { recipientsFor } from "./secret.ts";

export type EvidenceFact = IncidentFact & { readonly type: "evidence.added" };

export interface About {
  readonly step?: string | undefined;
  readonly credential?: string | undefined;
  /** How it is read, when it is a log. */
  readonly log?: LogReading;
}

function extensionOf(name: string): string {
  const found = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1];
  return found === undefined ? "bin" : found.toLowerCase();
}

async function digestOf(app: App, pieces: Pieces): Promise<string> {
  const digest = app.newDigest();
  for await (const bytes of pieces) digest.update(bytes);
  return digest.hex();
}

/** The bytes that were looked at, and no others: a file that was written over in between is refused before anything of it has a name. */
async function* unchanged(app: App, opened: OpenedFile, path: string, sha256: string): Pieces {
  const digest = app.newDigest();
  for await (const bytes of opened.pieces()) {
    digest.update(bytes);
    yield bytes;
  }
  if (digest.hex() !== sha256)
    throw new ClaroIrError("usage", "file-changed", `${path} was changed while it was read.`, {
      hint: "Copy it first, and give the copy",
    });
}

async function holdsKey(app: App, opened: OpenedFile): Promise<boolean> {
  const { pieces } = await app.evidenceFiles.textOf(opened.pieces());
  const filter = await app.logFilter();
  for await (const text of pieces) {
    filter.push(text);
    if (filter.counts().length > 0) return true;
  }
  filter.end();
  return filter.counts().length > 0;
}

/** The text without its keys, unpacked; null where it is no text. */
async function twinOf(
  app: App,
  incident: string,
  opened: OpenedFile,
  name: string,
): Promise<StoredFile | null> {
  const { isText, pieces } = await app.evidenceFiles.textOf(opened.pieces());
  if (!isText) return null;
  const encoder = new TextEncoder();
  async function* cleaned(): Pieces {
    const filter = await app.logFilter();
    for await (const text of pieces) yield encoder.encode(filter.push(text));
    yield encoder.encode(filter.end());
  }
  const unpacked = name.replace(/\.(?:gz|zst)$/i, "");
  return app.vault.takeEvidence(incident, cleaned(), extensionOf(unpacked));
}

type Stored = Pick<EvidenceFact["data"], "sha256" | "size" | "file" | "sealed" | "redacted">;

/** What holds a key never touches the disk in clear. */
async function sealed(
  app: App,
  incident: string,
  opened: OpenedFile,
  path: string,
  sha256: string,
): Promise<Stored> {
  const state = toState((await loadIncident(app, incident)).folded);
  const recipients = await recipientsFor(app, state);
  const pieces = app.sealer.sealPieces(unchanged(app, opened, path, sha256), recipients);
  const ciphertext = await app.vault.takeEvidence(incident, pieces, "age");
  return {
    sha256,
    size: opened.size,
    file: ciphertext.file,
    sealed: { sha256: ciphertext.sha256, recipients },
    redacted: await twinOf(app, incident, opened, path),
  };
}

/**
 * Take a file in as evidence; durable when it returns, however long it is. The fact still has to be recorded. Exit 2 for what is no regular
 * file or changes meanwhile.
 */
export async function storeEvidence(
  app: App,
  incident: string,
  path: string,
  about: About,
): Promise<EvidenceFact> {
  const opened = await app.evidenceFiles.open(path);
  try {
    const sha256 = await digestOf(app, opened.pieces());
    const stored: Stored = (await holdsKey(app, opened))
      ? await sealed(app, incident, opened, path, sha256)
      : await app.vault.takeEvidence(
          incident,
          unchanged(app, opened, path, sha256),
          extensionOf(path),
        );
    return {
      type: "evidence.added",
      data: {
        ...stored,
        name: app.clean(path.split("/").at(-1) ?? path),
        step: about.step ?? null,
        credential: about.credential ?? null,
        source: app.clean(path),
        ...(about.log === undefined ? {} : { log: about.log }),
      },
    };
  } finally {
    await opened.close();
  }
}

/** Take in what the program itself has made: redacted already. */
export async function storeDocument(
  app: App,
  incident: string,
  document: { readonly name: string; readonly value: unknown },
  about: About,
): Promise<EvidenceFact> {
  const text = `${app.clean(JSON.stringify(document.value, null, 2))}\n`;
  const stored = await app.vault.putEvidence(incident, new TextEncoder().encode(text), "json");
  return {
    type: "evidence.added",
    data: {
      ...stored,
      name: document.name,
      step: about.step ?? null,
      credential: about.credential ?? null,
    },
  };
}
