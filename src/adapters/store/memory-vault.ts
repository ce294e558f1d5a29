// The vault's files in memory, for simulation and tests: same rules as on disk.
import type { Pieces, Sha256 } from "../../ports/system.ts";
import type { Vault } from "../../ports/vault.ts";
import { newDigest } from "../system/digest.ts";
import { spoiled, vaultOver } from "./vault.ts";

/** A vault that lives as long as this object. `salt` (32 bytes) keys its fingerprints. */
export function memoryVault(sha256: Sha256, salt: Uint8Array): Vault {
  const kept = new Map<string, Uint8Array>();
  const location = "(memory)";

  function put(path: string, bytes: Uint8Array): string {
    kept.set(path, Uint8Array.from(bytes));
    return `${location}/${path}`;
  }

  const files = {
    location,
    async create(folder: readonly string[], name: string, bytes: Uint8Array) {
      const path = [...folder, name].join("/");
      if (kept.has(path)) return "exists" as const;
      put(path, bytes);
      return "published" as const;
    },
    digest: newDigest,
    async take(folder: readonly string[], pieces: Pieces, nameOf: (sha256: string) => string) {
      const parts: Uint8Array[] = [];
      for await (const bytes of pieces) parts.push(bytes);
      const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
      const digest = sha256(bytes);
      const path = [...folder, nameOf(digest)].join("/");
      const isNew = !kept.has(path);
      if (isNew) put(path, bytes);
      return { sha256: digest, size: bytes.length, isNew };
    },
    async *pieces(folder: readonly string[], name: string) {
      const bytes = kept.get([...folder, name].join("/"));
      if (bytes === undefined) throw spoiled(name, "missing");
      yield bytes;
    },
    path: (folder: readonly string[], name: string) => [location, ...folder, name].join("/"),
    replace: async (folder: readonly string[], name: string, bytes: Uint8Array) =>
      put([...folder, name].join("/"), bytes),
    read: async (folder: readonly string[], name: string) => kept.get([...folder, name].join("/")),
    async remove(folder: readonly string[], name: string) {
      kept.delete([...folder, name].join("/"));
    },
    async list(folder: readonly string[]) {
      const start = `${folder.join("/")}/`;
      return [...kept.keys()].flatMap((path) =>
        path.startsWith(start) ? path.slice(start.length) : [],
      );
    },
  };
  return vaultOver(files, sha256, () => salt);
}
