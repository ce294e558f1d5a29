// Sentences for events of one credential: what it is, how it is treated, what its keys did.
import type { IncidentType } from "../../incident/event.ts";
import { dateTime, dayOf, spell } from "../input.ts";
import { aside, count, ending, type Sentences } from "./sentences.ts";

export type OfCredential = Extract<
  IncidentType,
  | `credential.${string}`
  | `strategy.${string}`
  | `outage.${string}`
  | `override.${string}`
  | `ceiling.${string}`
  | `usage.${string}`
  | `rotation.${string}`
  | `key.${string}`
  | `register.${string}`
  | "secret.revealed"
  | "secret.resealed"
>;

export const KEY_SENTENCES: Sentences<OfCredential> = {
  "credential.added": (data) =>
    `${data.name} (${data.provider}, ${data.environment}, ${ending(data.last4)}) is under treatment`,
  "credential.dropped": (data) => `dropped, not a leaked key: ${data.because}`,
  "credential.value-held": (data) =>
    `old value ${ending(data.last4)} read from ${data.from} and sealed`,
  "credential.described": (data) =>
    `it is ${data.name}, for ${data.environment}, issued by ${data.provider}`,
  "credential.key-identified": (data) => `key identified at the provider as ${data.keyId}`,
  "strategy.chosen": (data) =>
    `strategy ${data.strategy}${data.strategy === data.recommended ? "" : ` (recommended: ${data.recommended})`}, rule ${data.rule}: ${data.because}`,
  "outage.accepted": (data) =>
    `outage of ${count(data.minutes, "minute")} accepted: ${data.because}`,
  "override.recorded": (data) =>
    `override: the old key may be deleted before the replacement is proved: ${data.because}`,
  "ceiling.extended": (data) =>
    `ceiling on the old key's life extended by ${spell(data.byMs)}: ${data.because}`,
  "usage.captured": (data) =>
    `usage captured from ${data.source}: last used ${data.lastUsedAt === null ? "unknown" : dateTime(data.lastUsedAt)}, requests ${data.requests === null ? "unknown" : String(data.requests)}, error rate ${data.errorRate === null ? "unknown" : String(data.errorRate)}`,
  "rotation.watched": (data) =>
    data.problems.length > 0
      ? `watched: ${data.problems.join("; ")}`
      : `watched: new key ${data.requests === null ? "requests unknown" : count(data.requests, "request")}, error rate ${data.errorRate === null ? "unknown" : String(data.errorRate)}; old key last used ${data.oldLastUsedAt === null ? "unknown" : dateTime(data.oldLastUsedAt)}`,
  "rotation.rollback-begun": (data) => `rolling back to the old key: ${data.because}`,
  "key.created": (data) => `replacement key ${data.name} created (${ending(data.last4)})`,
  "key.sealed": (data) => `replacement key sealed to ${count(data.recipients.length, "recipient")}`,
  "key.discarded": (data) => `replacement key deleted again${aside(data.keyId)}: ${data.because}`,
  "key.probed": (data) =>
    `${data.lane} key probed: ${data.verdict}, ${data.status === null ? "no answer" : `HTTP ${String(data.status)}`}${aside(data.detail)}`,
  "key.blocked": (data) =>
    `key ${data.action === "delete" ? "deleted" : "disabled"} at the provider (${settled(data.settledBy)})`,
  "key.died": (data) =>
    data.proof === "probes"
      ? `old key is DEAD: ${count(data.answers, "dead answer")} in a row, the first at ${dateTime(data.firstDeadAt)}`
      : `old key is dead by a responder's word since ${dateTime(data.firstDeadAt)}, not probed`,
  "key.revived": (data) => `old key counts as ALIVE again: ${data.detail}`,
  "key.alarmed": (data) => `alarm ${data.what}: ${data.detail}`,
  "secret.revealed": (data) =>
    data.how === "terminal"
      ? "sealed replacement shown on a terminal"
      : `sealed replacement piped to a command${aside(data.command)}`,
  "secret.resealed": (data) => `key sealed again, to ${count(data.recipients.length, "recipient")}`,
  "register.updated": (data, { isDrill = false }) =>
    isDrill
      ? `key register left alone by the rehearsal; ${data.entry} would be due for rotation ${dayOf(data.nextDueAt)}`
      : `key register updated: ${data.entry}, next rotation due ${dayOf(data.nextDueAt)}`,
};

/** How an outcome became known. */
export function settled(by: "answer" | "looking" | "operator"): string {
  return by === "operator" ? "a responder's word" : by;
}
