// Evidence files, loaded when the first one is touched: most commands never touch one.
import type { EvidenceFiles } from "../../ports/evidence-files.ts";

/** Evidence files that load their implementation at the first call. */
export function lazyEvidenceFiles(): EvidenceFiles {
  let loaded: Promise<EvidenceFiles> | undefined;
  async function files(): Promise<EvidenceFiles> {
    loaded ??= import("./files.ts").then((module) => module.evidenceFiles());
    return loaded;
  }
  return {
    find: async (paths) => (await files()).find(paths),
    rotated: async (path, since) => (await files()).rotated(path, since),
    open: async (path) => (await files()).open(path),
    textOf: async (pieces) => (await files()).textOf(pieces),
  };
}
