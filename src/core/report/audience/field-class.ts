// What kind of data each field of each event holds. A field that nobody has classed does not compile, and is told to nobody.
import type { IncidentData, IncidentType } from "../../incident/event.ts";
import type { DataClass } from "./audience.ts";

type FieldOf<Type extends IncidentType> = Type extends IncidentType
  ? keyof IncidentData[Type]
  : never;

/** Every name of a field in any event's data. */
export type FieldName = Extract<FieldOf<IncidentType>, string>;

export const FIELD_CLASS: Readonly<Record<FieldName, DataClass>> = {
  // Ours: vocabulary, instants, figures, ids that we made.
  runbook: "plain",
  drill: "plain",
  detectedAt: "plain",
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
  sealed: "plain",
  // People.
  operator: "person",
  roles: "person",
  recipient: "person",
  recipients: "person",
  // Words.
  summary: "reason",
  because: "reason",
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
  target: "place",
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
  evidence: "digest",
};

/** Where a field's name means something else in one type of event. */
const ELSEWHERE: Readonly<Partial<Record<`${IncidentType}.${FieldName}`, DataClass>>> = {
  "fact.set.name": "plain",
  "fact.set.value": "note",
  "evidence.added.name": "file",
};

const CLASSES: ReadonlyMap<string, DataClass> = new Map(
  Object.entries({ ...FIELD_CLASS, ...ELSEWHERE }),
);

/** The class of a field of an event; undefined for a field that nobody has classed (an older or newer version wrote it). */
export function classOf(type: string, field: string): DataClass | undefined {
  return CLASSES.get(`${type}.${field}`) ?? CLASSES.get(field);
}
