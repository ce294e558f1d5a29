// What evidence and audits need of the outside: files, logs, networks, bags. Each part loads when it is first asked for.
import { lazyEvidenceFiles } from "./adapters/evidence/lazy.ts";
import { within } from "./adapters/system/clock.ts";
import { newDigest } from "./adapters/system/digest.ts";
import type { App } from "./app/context.ts";

/** What reads logs and writes bags: loaded when it is asked for. */
export function auditParts(): Pick<
  App,
  "newDigest" | "within" | "evidenceFiles" | "readLogs" | "networks" | "openBag"
> {
  return {
    newDigest,
    within,
    evidenceFiles: lazyEvidenceFiles(),
    async readLogs(request) {
      const { readPlainly } = await import("./adapters/access-log/plain-reader.ts");
      return readPlainly(request);
    },
    async networks(own) {
      const { isNetwork, networks } = await import("./adapters/system/networks.ts");
      return networks(own.filter(isNetwork));
    },
    async openBag(output, name) {
      const { openBag } = await import("./adapters/exchange/bag.ts");
      return openBag(output, name);
    },
  };
}
