// The operator's files and logs where there are none.
import { newDigest } from "../../src/adapters/system/digest.ts";
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

/** What evidence and audits need, where nobody hands in anything and everybody answers in time. */
export function noEvidence(): Pick<
  App,
  | "newDigest"
  | "mark"
  | "within"
  | "evidenceFiles"
  | "readLogs"
  | "networks"
  | "openBag"
  | "logFilter"
  | "placesOf"
> {
  function none(): Promise<never> {
    return Promise.reject(new ClaroIrError("usage", "no-log", "there are no logs"));
  }
  return {
    newDigest,
    mark: "our-mark",
    within: (_ms, work) => work,
    evidenceFiles: { find: none, rotated: none, open: none, textOf: none },
    readLogs: none,
    networks: none,
    openBag: none,
    logFilter: () => Promise.resolve({ push: (text) => text, end: () => "", counts: () => [] }),
    placesOf: none,
  };
}
