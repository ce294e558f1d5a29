// Whether a record passes: claro-ir's own `verify` over it, and the second verifier, which knows nothing of claro-ir.
import { vaultOver, type VaultFiles } from "../../../src/adapters/store/vault.ts";
import { newDigest, sha256 } from "../../../src/adapters/system/digest.ts";
import { verifyStore } from "../../../src/app/verify.ts";
import { ClaroIrError } from "../../../src/core/error.ts";
import { checkChain } from "../../../src/core/journal/check.ts";
import { newerVersion } from "../../../src/core/journal/codec.ts";
import type { Head } from "../../../src/core/journal/event.ts";
import { problemsOf } from "../../../verifier/verify-record.mjs";
import type { Files } from "./record.ts";

/** Null = it passes. */
export type Verdict = string | null;

const JOURNAL = "journal/";

function storedEvents(files: Files) {
  return [...files].flatMap(([path, bytes]) =>
    path.startsWith(JOURNAL) ? [{ name: path.slice(JOURNAL.length), content: bytes }] : [],
  );
}

/** The files of a vault that holds this incident alone. */
function vaultFiles(files: Files): VaultFiles {
  function never(): never {
    throw new Error("verify writes nothing");
  }
  return {
    location: "",
    digest: newDigest,
    async *pieces([, , ...below], name) {
      const bytes = files.get([...below, name].join("/"));
      if (bytes === undefined) throw new ClaroIrError("damaged", "missing", `${name} is missing.`);
      yield bytes;
    },
    create: never,
    take: never,
    path: never,
    replace: never,
    read: never,
    remove: never,
    list: never,
  };
}

/** What `claro-ir verify` says of an incident's folder. Throws what is no refusal of its own: that would be a crash. */
export async function ownVerdict(id: string, files: Files, anchor?: Head): Promise<Verdict> {
  const report = checkChain({ stream: id, files: storedEvents(files), sha256 });
  const { events, head, damages, newer } = report;
  const app = {
    loaded: new Map(),
    newDigest,
    readModel: { get: async () => undefined, put: async () => false, replace: async () => {} },
    vault: vaultOver(vaultFiles(files), sha256, () => new Uint8Array(32)),
    journal: {
      streams: async () => (events.length > 0 || damages.length > 0 ? [id] : []),
      verify: async () => damages,
      confirm: () => Promise.reject(new Error("verify writes nothing")),
      head: async () => head,
      stamp: async () => String(head.seq),
      append: () => Promise.reject(new Error("verify writes nothing")),
      read: async () => {
        if (newer !== null) throw newerVersion(newer);
        return { events, head };
      },
    },
  };
  try {
    const [first] = (await verifyStore(app, id, anchor)).damages;
    return first === undefined ? null : `${first.file}: ${first.what}`;
  } catch (error) {
    if (error instanceof ClaroIrError && error.kind !== "bug") return error.message;
    throw error;
  }
}

/** What the second verifier says of a folder or a bag. */
export function secondVerdict(files: Files, anchor?: Head, manifest?: string): Verdict {
  const buffers = new Map([...files].map(([path, bytes]) => [path, Buffer.from(bytes)]));
  return problemsOf(buffers, anchor, manifest)[0] ?? null;
}
