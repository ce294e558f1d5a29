// Events of made-up traffic: short to write, whole to read.
import type { AccessEvent, Outcome } from "../../../src/core/audit/access-event.ts";

/** An event with everything else unsaid. */
export function event(at: number, of: Partial<AccessEvent> = {}): AccessEvent {
  return {
    at,
    key: "key_prod_1",
    principal: null,
    ip: null,
    country: null,
    asn: null,
    userAgent: null,
    method: null,
    action: null,
    resource: null,
    status: null,
    outcome: "success",
    errorCode: null,
    bytes: null,
    units: null,
    cost: null,
    model: null,
    id: null,
    change: null,
    bucket: null,
    ...of,
  };
}

/** How a status ends. */
export function outcomeOf(status: number): Outcome {
  if (status === 401 || status === 403) return "denied";
  return status >= 400 ? "error" : "success";
}
