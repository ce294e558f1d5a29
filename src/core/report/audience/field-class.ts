// What kind of data each field of each event holds. A field that nobody has classed does not compile, and is told to nobody.
import type { IncidentData, IncidentType } from "../../incident/event.ts";
import type { DataClass } from "./audience.ts";

type FieldOf<Type extends IncidentType> = Type extends IncidentType
  ? keyof IncidentData[Type]
  : never;

/** Every name of a field in any event's data. */
export type FieldName = Extract<FieldOf<IncidentType>, string>;

/** `fields`: parts with names of their own, each of them classed by its name; of a plain text, `plain`. */
export type FieldClass = DataClass | "fields";

export const FIELD_CLASS: Readonly<Record<FieldName, FieldClass>> = {
  // Ours: vocabulary, instants, figures, ids that we made.
  runbook: "plain",
  drill: "plain",
  detectedAt: "plain",
  detectedPrecision: "plain",
  restricted: "plain",
  codename: "plain",
  kind: "plain",
  credential: "plain",
  grade: "plain",
  derived: "plain",
  ceilingMs: "plain",
  minutes: "plain",
  byMs: "plain",
  allows: "plain",
  settledBy: "plain",
  effect: "plain",
  opId: "plain",
  lastUsedAt: "plain",
  requests: "plain",
  ownRequests: "plain",
  errorRate: "plain",
  lane: "plain",
  verdict: "plain",
  status: "plain",
  action: "plain",
  firstDeadAt: "plain",
  proof: "plain",
  answers: "plain",
  oldLastUsedAt: "plain",
  oldUseKnown: "plain",
  readBack: "plain",
  how: "plain",
  size: "plain",
  nextDueAt: "plain",
  ops: "plain",
  regime: "plain",
  stage: "plain",
  finding: "plain",
  window: "plain",
  baseline: "plain",
  until: "plain",
  seenTo: "plain",
  accepted: "plain",
  more: "plain",
  notice: "plain",
  occasion: "plain",
  attempt: "plain",
  again: "plain",
  notBefore: "plain",
  ms: "plain",
  sealed: "fields",
  redacted: "fields",
  credentials: "fields",
  findings: "fields",
  // People.
  operator: "person",
  roles: "person",
  recipient: "person",
  recipients: "person",
  // Words.
  summary: "reason",
  because: "reason",
  to: "reason",
  value: "reason",
  takeOver: "note",
  note: "note",
  text: "note",
  plan: "note",
  detail: "note",
  problems: "note",
  command: "note",
  source: "note",
  from: "note",
  what: "note",
  version: "note",
  purpose: "note",
  lines: "note",
  told: "note",
  remoteId: "note",
  title: "note",
  receipt: "note",
  gaps: "note",
  limits: "note",
  sources: "note",
  log: "note",
  ours: "note",
  theirs: "note",
  // The key and where it lies.
  name: "key-name",
  keyName: "key-name",
  entry: "key-name",
  keyId: "key-id",
  last4: "key-id",
  prefix: "key-id",
  fingerprint: "key-id",
  provider: "vendor",
  environment: "environment",
  channel: "place",
  channels: "place",
  target: "place",
  suspect: "place",
  targets: "place",
  definition: "place",
  // How it is treated.
  severity: "judgement",
  strategy: "judgement",
  recommended: "judgement",
  rule: "judgement",
  step: "work",
  file: "file",
  sha256: "digest",
  manifest: "digest",
  report: "digest",
  evidence: "digest",
};

/** Where a field's name means something else in one type of event, and the parts of `fields`. */
const ELSEWHERE: Readonly<Record<string, FieldClass>> = {
  "fact.set.name": "plain",
  "fact.set.value": "note",
  "evidence.added.name": "file",
  "watch.observed.from": "plain",
  "watch.observed.to": "plain",
  "notification.rerouted.from": "place",
  "notification.rerouted.to": "place",
  "audit.completed.notOurs": "plain",
  "audit.completed.misuse": "judgement",
  "audit.completed.derived": "note",
  "audit.completed.firstAbuse": "plain",
  "audit.completed.lastAbuse": "plain",
  "finding.raised.id": "plain",
  "finding.raised.level": "plain",
  "finding.raised.confidence": "plain",
  "finding.raised.subject": "place",
  "finding.raised.succeeded": "plain",
};

const CLASSES: ReadonlyMap<string, FieldClass> = new Map(
  Object.entries({ ...FIELD_CLASS, ...ELSEWHERE }),
);

/** The class of a field of an event, or of a part of one; what nobody has classed (an older or newer version wrote it) is a `note`. */
export function classOf(type: string, field: string): FieldClass {
  return CLASSES.get(`${type}.${field}`) ?? CLASSES.get(field) ?? "note";
}
