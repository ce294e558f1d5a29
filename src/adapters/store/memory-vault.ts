// The vault's files in memory, for simulation and tests: same rules as on disk.
import type { Sha256 } from "../../ports/system.ts";
import type { Vault } from "../../ports/vault.ts";
import { vaultOver } from "./vault.ts";

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
