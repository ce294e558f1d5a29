// A mark of each kind of data in every field of every event, for looking whether it comes out where it must not.
import type { IncidentEvent } from "../../src/core/incident/event.ts";
import type { DataClass } from "../../src/core/report/audience/audience.ts";
import { classOf, type FieldClass } from "../../src/core/report/audience/field-class.ts";
import { plan, toEvents } from "./incident-events.ts";
import { NIGHT } from "./night.ts";

/** Free of every character that a medium escapes or folds. */
export const CANARY: Readonly<Record<Exclude<DataClass, "plain">, string>> = {
  person: "zqperson",
  reason: "zqreason",
  note: "zqnote",
  place: "zqplace",
  vendor: "zqvendor",
  environment: "zqenvironment",
  "key-name": "zqkeyname",
  "key-id": "zqkeyid",
  judgement: "zqjudgement",
  work: "zqwork",
  file: "zqfile",
  digest: "dd99".repeat(16),
};

/** What a person might write into a reason: names that are on record, and places that are not. */
const REASON = `${CANARY.reason} told ${CANARY.person} that ${CANARY.place} at zqvendor, ${CANARY["key-name"]} ${CANARY["key-id"]} and ${CANARY.file}`;
export const SHAPES = [
  "203.0.113.77",
  "2001:db8::77",
  "db7.zqhost.internal",
  "/etc/zqpath/app.env",
  "app/zqpath.env",
  "https://zqurl.example/x",
  "zqmail@example.com",
  "ZQ_SETTING_KEY",
];

function markedText(dataClass: DataClass): string {
  if (dataClass === "plain") return "plain";
  return dataClass === "reason" ? `${REASON}; ${SHAPES.join(" ")}` : CANARY[dataClass];
}

function markedParts(type: string, parts: object): object {
  const marks = Object.entries(parts).map(([field, value]: [string, unknown]) => [
    field,
    marked(type, classOf(type, field), value),
  ]);
  return Object.fromEntries(marks) as object;
}

function marked(type: string, dataClass: FieldClass, value: unknown): unknown {
  if (dataClass === "plain" || value === undefined) return value;
  if (dataClass === "fields") {
    if (Array.isArray(value)) return value.map((part: object) => markedParts(type, part));
    return typeof value === "object" && value !== null ? markedParts(type, value) : value;
  }
  const text = markedText(dataClass);
  if (Array.isArray(value))
    return typeof value[0] === "object"
      ? value.map((part: object) =>
          Object.fromEntries(
            Object.entries(part).map(([key, one]) => [key, typeof one === "string" ? text : one]),
          ),
        )
      : [text];
  if (typeof value === "object" && value !== null)
    return dataClass === "person"
      ? { ic: text, zqrole: text }
      : { id: text, kind: text, options: { path: text, headers: [text] } };
  return text;
}

/** More kinds of event than the night has. */
export const MORE = [
  plan(6000, "override.recorded", { credential: "c1", allows: "delete-old", because: "x" }),
  plan(6001, "credential.described", {
    credential: "c1",
    name: "x",
    environment: "production",
    provider: "x",
  }),
  plan(6002, "key.alarmed", { credential: "c1", what: "x", detail: "x" }),
  plan(6003, "key.revived", { credential: "c1", detail: "x" }),
  plan(6004, "step.waived", { step: "x", credential: null, because: "x" }),
  plan(6005, "step.failed", { step: "x", credential: null, because: "x" }),
  plan(6006, "runbook.changed", {
    runbook: { id: "leaked-in-git", version: 1, sha256: "e".repeat(64) },
    because: "x",
  }),
  plan(6008, "evidence.exported", { evidence: ["a".repeat(64)], to: "x", manifest: "x" }),
  plan(6009, "audit.completed", {
    report: "x",
    window: { from: "2026-11-22T00:00:00.000Z", to: "2026-11-23T00:00:00.000Z" },
    baseline: { from: "2026-11-01T00:00:00.000Z", to: "2026-11-22T00:00:00.000Z" },
    sources: [{ name: "x", format: "x", lines: 1, rejected: 0, from: null, to: null }],
    gaps: ["x"],
    limits: ["x"],
    credentials: [
      {
        credential: "c1",
        misuse: "CONFIRMED",
        because: ["x"],
        requests: 3,
        firstAbuse: null,
        lastAbuse: null,
        reached: ["x"],
        cleared: ["x"],
        derived: ["x"],
      },
    ],
  }),
  plan(6010, "finding.judged", {
    finding: "F-3k9x2a",
    title: "x",
    verdict: "malicious",
    because: "x",
  }),
  plan(6011, "clock.notified", {
    regime: "eu-gdpr",
    stage: "authority",
    to: "x",
    receipt: "x",
    because: "x",
  }),
  plan(6012, "incident.closed", { because: "x" }),
];

/** Every field of every event as it would be with a mark of its kind in it. */
export function canaries(): readonly IncidentEvent[] {
  return toEvents([...NIGHT, ...MORE]).map((event) => {
    const data = markedParts(event.type, event.data);
    const via = { ...event.via, host: "zqlaptop", osUser: "zqosuser", terminal: "zqtty" };
    return Object.assign({}, event, { by: CANARY.person, via, data });
  });
}
