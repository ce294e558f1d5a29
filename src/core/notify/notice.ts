// What people are told: one message, the same for every channel, and nothing in it that a restricted incident may not say.
import type { Severity } from "../incident/event.ts";
import type { IncidentState } from "../incident/state.ts";
import { toEpoch, toInstant, type Instant } from "../instant.ts";

/** What a message is for. A pager rings at `trigger`, falls silent at `acknowledge`, forgets at `resolve`; `update` only adds words. */
export const OCCASIONS = ["trigger", "acknowledge", "update", "resolve", "test"] as const;
export type Occasion = (typeof OCCASIONS)[number];

export interface Notice {
  /** Operation id: the same message sent twice carries the same one, so that people can tell. */
  readonly id: string;
  readonly occasion: Occasion;
  /** Id of the incident; null in a test. */
  readonly incident: string | null;
  /** How the incident is called in front of everybody: id and codename, or of a restricted one the codename alone. */
  readonly called: string;
  /** One for all messages about an incident. */
  readonly dedupKey: string;
  /** Null = not known, or not to be said. */
  readonly severity: Severity | null;
  readonly phase: string | null;
  readonly status: string | null;
  readonly title: string;
  readonly lines: readonly string[];
  /** `#12 ab12cd34`: where the record stood, so that a cut end shows. Null in a test. */
  readonly anchor: string | null;
  readonly at: Instant;
}

/** Last line of every message: where the record stood, and which operation this is. */
export function mark({ anchor, id }: Pick<Notice, "anchor" | "id">): string {
  return anchor === null ? `op ${id}` : `${anchor} op ${id}`;
}

/** The key under which a service keeps all messages about an incident together (PagerDuty: at most 255 characters). */
export function dedupKey(incident: string): string {
  return `claro-ir/${incident}`;
}

/** How the incident is called in front of everybody on a channel. */
export function calledOnChannels({
  id,
  restricted,
  codename,
}: Pick<IncidentState, "id" | "restricted" | "codename">): string {
  if (restricted) return codename ?? "restricted";
  return codename === null ? id : `${id} (${codename})`;
}

/** `2026-11-23 02:40 UTC`. */
export function minuteOf(instant: Instant): string {
  return `${toInstant(toEpoch(instant)).slice(0, 16).replace("T", " ")} UTC`;
}

/** A test message: says that it is one, and names no incident. */
export function testNotice(id: string, by: string, at: Instant): Notice {
  return {
    id,
    occasion: "test",
    incident: null,
    called: "TEST",
    dedupKey: `claro-ir/test/${id}`,
    severity: null,
    phase: null,
    status: null,
    title: "TEST: claro-ir can reach this channel",
    lines: [
      `Sent by ${by} at ${minuteOf(at)}. This is a test: there is no incident, nothing is to be done.`,
    ],
    anchor: null,
    at,
  };
}
