// The operator's files where there are none.
import type { App } from "../../src/app/context.ts";
import { ClaroIrError } from "../../src/core/error.ts";

export function noFiles(): App["files"] {
  function none(): Promise<never> {
    return Promise.reject(new ClaroIrError("usage", "no-file", "there are no files"));
  }
  return {
    read: none,
    write: none,
    readSecret: none,
    stdin: none,
    exists: () => Promise.resolve(false),
    lookUp: () => Promise.resolve(undefined),
  };
}
