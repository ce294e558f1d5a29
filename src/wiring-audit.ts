// What evidence and audits need of the outside: files, logs, networks, bags. Each part loads when it is first asked for.
import { lazyEvidenceFiles } from "./adapters/evidence/lazy.ts";
import { within } from "./adapters/system/clock.ts";
import { newDigest } from "./adapters/system/digest.ts";
import type { App } from "./app/context.ts";
import type { KnownSecrets } from "./core/redaction/known-secrets.ts";
import { createRedactor } from "./core/redaction/redact.ts";
import type { TextFilter } from "./core/redaction/text-filter.ts";
import type { Fingerprint } from "./ports/system.ts";

/** What reads logs and writes bags: loaded when it is asked for. */
export function auditParts(): Pick<
  App,
  "newDigest" | "within" | "evidenceFiles" | "readLogs" | "networks" | "placesOf" | "openBag"
> {
  return {
    newDigest,
    within,
    evidenceFiles: lazyEvidenceFiles(),
    async readLogs(request) {
      const { readAccessLogs } = await import("./adapters/access-log/read-access-logs.ts");
      return readAccessLogs(request);
    },
    async networks(own) {
      const { isNetwork, networks } = await import("./adapters/system/networks.ts");
      return networks(own.filter(isNetwork));
    },
    async placesOf(file, addresses) {
      const { placesOf } = await import("./adapters/access-log/places.ts");
      return placesOf(file, addresses);
    },
    async openBag(output, name) {
      const { openBag } = await import("./adapters/exchange/bag.ts");
      return openBag(output, name);
    },
  };
}

/** What names this store's own requests in a vendor's log: nobody without the store's salt can make it up. */
export function markOf(fingerprintOf: Fingerprint): string {
  return fingerprintOf("claro-ir-probe");
}

/** What our requests call themselves, so that an audit can leave them out. */
export function agentOf(fingerprintOf: Fingerprint, version: string): string {
  return `claro-ir-probe/${version} ${markOf(fingerprintOf)}`;
}

/** A filter for a file that is taken in: secrets alone leave it; ids that only name a key stay, because the audit goes by them. */
export async function logFilter(known: KnownSecrets, mark: Fingerprint): Promise<TextFilter> {
  const { createTextFilter } = await import("./core/redaction/text-filter.ts");
  return createTextFilter({ known, mark, personalMark: null, spares: (span) => span.identifier });
}

/** Redacts secrets alone: ids that only name a key stay. */
export function logRedactor(known: KnownSecrets, mark: Fingerprint): (text: string) => string {
  return createRedactor(known, mark, (span) => span.identifier);
}
