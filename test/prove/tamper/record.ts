// A record to tamper with: a whole incident with notes, evidence (one of it sealed) and the bag that was given out; the same bytes every time.
import { runbookName } from "../../../src/adapters/store/vault-names.ts";
import type { IncidentData } from "../../../src/core/incident/event.ts";
import { sha256 } from "../../../src/adapters/system/digest.ts";
import type { App } from "../../../src/app/context.ts";
import { storeEvidence } from "../../../src/app/evidence.ts";
import { exportEvidence } from "../../../src/app/export-evidence.ts";
import { record } from "../../../src/app/incident.ts";
import { addNote } from "../../../src/app/note.ts";
import { eventFileName } from "../../../src/core/journal/chain.ts";
import { encodeEvent } from "../../../src/core/journal/codec.ts";
import type { Head } from "../../../src/core/journal/event.ts";
import type { JournalStore } from "../../../src/ports/journal-store.ts";
import type { Pieces } from "../../../src/ports/system.ts";
import type { Vault } from "../../../src/ports/vault.ts";
import { begin, OLD, Room } from "../../support/memory-app.ts";

/** Path below the record's folder, with slashes, to bytes. */
export type Files = ReadonlyMap<string, Uint8Array>;

export interface Stored {
  readonly id: string;
  /** The incident's folder. */
  readonly files: Files;
  readonly head: Head;
}

export interface Given extends Stored {
  readonly bag: Files;
  /** What was printed when the bag was given out. */
  readonly manifest: string;
}

async function bytesOf(pieces: Pieces): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of pieces) parts.push(part);
  return Buffer.concat(parts);
}

/** What lies on disk of an incident whose journal and vault are in memory. */
export async function lay(
  { journal, vault }: { readonly journal: JournalStore; readonly vault: Vault },
  id: string,
): Promise<Stored> {
  const { events, head } = await journal.read(id);
  const files = new Map<string, Uint8Array>();
  for (const event of events)
    files.set(`journal/${eventFileName(event.seq)}`, Buffer.from(encodeEvent(event)));
  files.set("runbook.json", await vault.readFile(id, "runbook.json"));
  for (const { type, data } of events) {
    if (type === "runbook.changed") {
      const name = runbookName((data as IncidentData["runbook.changed"]).runbook.sha256, "json");
      files.set(name, await vault.readFile(id, name));
    }
    if (type !== "evidence.added") continue;
    const { file, redacted } = data as { file: string; redacted?: { file: string } | null };
    for (const path of [file, ...(redacted ? [redacted.file] : [])]) {
      files.set(path, await bytesOf(vault.pieces(id, path)));
    }
  }
  return { id, files, head };
}

/** An app for which those files are on the disk, and whose bags are kept in `bag`. */
function withFiles(
  app: App,
  named: ReadonlyMap<string, string>,
  bag: Map<string, Uint8Array>,
): App {
  return {
    ...app,
    evidenceFiles: {
      ...app.evidenceFiles,
      open: async (path) => {
        const bytes = Buffer.from(named.get(path) ?? "");
        async function* pieces(): Pieces {
          yield bytes;
        }
        return { size: bytes.length, pieces, close: async () => undefined };
      },
    },
    openBag: async () => ({
      add: async (file) => {
        const bytes = await bytesOf(file.pieces());
        bag.set(file.path, bytes);
        return sha256(bytes);
      },
      finish: async () => undefined,
      abandon: async () => undefined,
    }),
  };
}

/** The record, as long as a real one is at its beginning; of another incident with other words. */
export async function makeRecord(summary = "key on a public page"): Promise<Given> {
  const room = new Room();
  const bag = new Map<string, Uint8Array>();
  const evidence = new Map([
    ["gateway.log", '203.0.113.9 - - "GET /v1/prompts" 200\n'.repeat(6)],
    ["ci.log", `BAYT_API_KEY=${OLD}\nbuild ok\n`],
  ]);
  const app = withFiles(room.app(), evidence, bag);
  const id = await begin(app, { summary });
  for (const path of evidence.keys())
    await record(app, id, [await storeEvidence(app, id, path, {})]);
  for (const text of ["seen on a public page", "Zoë: “ça brûle” 🔥"])
    await addNote(app, id, text, undefined, undefined);
  const said = await exportEvidence(app, id, "bag");
  const manifest = said.map((line) => / must give (\S+)$/.exec(line)?.[1]).find(Boolean) ?? "";
  return { ...(await lay(room, id)), bag, manifest };
}
