// Countries and network operators that the logs do not name, by a table of places.
import type { AuditInput, Locate } from "./context.ts";

/** Write them into what was counted of our keys; what a log says itself stays. */
export function nameWhereabouts({ keys }: AuditInput, locate: Locate): void {
  for (const { window, baseline } of keys)
    for (const actor of [...window.actors.values(), ...baseline.actors.values()]) {
      const found = actor.ip === null ? null : locate(actor.ip);
      actor.country ??= found?.country ?? null;
      actor.asn ??= found?.asn ?? null;
    }
}
