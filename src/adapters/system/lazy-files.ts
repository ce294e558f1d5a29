// The operator's files, loaded when the first one is touched: `status` never touches one.
import type { Files } from "../../ports/system.ts";

/** Files that load their implementation at the first call; waiting for what they give ends with `signal`. */
export function lazyFiles(signal: AbortSignal): Files {
  let loaded: Promise<Files> | undefined;
  async function files(): Promise<Files> {
    loaded ??= import("./files.ts").then((module) => module.systemFiles(signal));
    return loaded;
  }
  return {
    read: async (path) => (await files()).read(path),
    write: async (path, content) => (await files()).write(path, content),
    readSecret: async (from) => (await files()).readSecret(from),
    stdin: async () => (await files()).stdin(),
    exists: async (path) => (await files()).exists(path),
    lookUp: async (word, folder) => (await files()).lookUp(word, folder),
  };
}
