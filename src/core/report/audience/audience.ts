// Who a document is for, and what each of them may be told: need to know, as data.
import type { IncidentType } from "../../incident/event.ts";

/**
 * Kinds of data that an event's fields hold. `plain`: instants, figures and words of our own vocabulary, told to everybody.
 * `reason`: why, in people's own words. `note`: everything else that people or machines put into words (details, plans, commands, answers).
 */
export type DataClass =
  | "plain"
  | "person"
  | "reason"
  | "note"
  | "place"
  | "vendor"
  | "environment"
  | "key-name"
  | "key-id"
  | "judgement"
  | "work"
  | "file"
  | "digest";

/** Traffic Light Protocol 2.0 (FIRST, August 2022). */
export type Tlp = "TLP:RED" | "TLP:AMBER+STRICT" | "TLP:AMBER" | "TLP:GREEN" | "TLP:CLEAR";

export const AUDIENCE_IDS = ["responders", "executive", "customer", "regulator"] as const;
export type AudienceId = (typeof AUDIENCE_IDS)[number];

export interface Audience {
  readonly id: AudienceId;
  readonly title: string;
  /** How widely it may be passed on. */
  readonly tlp: Tlp;
  /** Stands on every page; who may see it, and what a lawyer asks to be written there. */
  readonly mark: string;
  /** Kinds of data that it may hold, beside `plain`. What may be told in words (`reason`) is scrubbed of all the other kinds first. */
  readonly may: ReadonlySet<DataClass>;
  /** Kinds of event that it is told; all = the whole record. A new kind is told to nobody outside until it stands here. */
  readonly tells: ReadonlySet<IncidentType> | "all";
  /** It gets the deadlines in its calendar. */
  readonly deadlines: boolean;
  /** It is told in words of everyday, with what it asks first above the rows. */
  readonly plainWords: boolean;
}

const EVERYTHING: ReadonlySet<DataClass> = new Set([
  "plain",
  "person",
  "reason",
  "note",
  "place",
  "vendor",
  "environment",
  "key-name",
  "key-id",
  "judgement",
  "work",
  "file",
  "digest",
]);

/** What happened to the key and to the incident: the least that anybody is told. */
const OUTCOMES: readonly IncidentType[] = [
  "incident.declared",
  "incident.closed",
  "incident.stood-down",
  "incident.reopened",
  "key.created",
  "key.blocked",
  "key.died",
  "key.revived",
  "target.in-use",
];

const DECISIONS: readonly IncidentType[] = [
  "severity.set",
  "strategy.chosen",
  "outage.accepted",
  "override.recorded",
  "ceiling.extended",
  "decision.recorded",
  "credential.added",
  "credential.dropped",
  "runbook.changed",
  "audit.completed",
  "finding.judged",
  "clock.notified",
];

const WORK: readonly IncidentType[] = [
  "step.completed",
  "step.skipped",
  "step.waived",
  "step.failed",
  "step.reopened",
];

export const AUDIENCES: Readonly<Record<AudienceId, Audience>> = {
  responders: {
    id: "responders",
    title: "the people who work on it",
    tlp: "TLP:AMBER",
    mark: "For the response team. May be privileged: ask counsel before it goes further.",
    may: EVERYTHING,
    tells: "all",
    deadlines: true,
    plainWords: false,
  },
  executive: {
    id: "executive",
    title: "management",
    tlp: "TLP:AMBER+STRICT",
    mark: "For management, inside the organisation only. May be privileged: ask counsel before it goes further.",
    may: new Set(["plain", "reason", "vendor", "environment", "key-name", "judgement", "work"]),
    tells: new Set([...OUTCOMES, ...DECISIONS, ...WORK, "key.alarmed"]),
    deadlines: true,
    plainWords: false,
  },
  customer: {
    id: "customer",
    title: "customers",
    tlp: "TLP:AMBER",
    mark: "For the customer named in the message that brings it. Approved for release by nobody yet: counsel decides.",
    may: new Set(["plain"]),
    tells: new Set(OUTCOMES),
    deadlines: false,
    plainWords: true,
  },
  regulator: {
    id: "regulator",
    title: "an authority",
    tlp: "TLP:AMBER",
    mark: "For the authority it is addressed to; confidential. No privilege is waived: counsel decides what is sent.",
    may: new Set(["plain", "reason", "vendor", "environment", "judgement", "work", "digest"]),
    tells: new Set([...OUTCOMES, ...DECISIONS, ...WORK, "evidence.added", "usage.captured"]),
    deadlines: false,
    plainWords: false,
  },
};

/** The audience of that name; undefined when there is none. */
export function audienceOf(id: string): Audience | undefined {
  return Object.values(AUDIENCES).find((one) => one.id === id);
}
