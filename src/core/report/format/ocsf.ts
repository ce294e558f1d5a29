// The timeline as OCSF events, one a line: what happened to a key is Entity Management, the rest is news of an Incident Finding.
import type { IncidentEvent, Severity } from "../../incident/event.ts";
import { toEpoch } from "../../instant.ts";
import type { TimelineRow } from "../timeline.ts";
import { cleanRow, nameOf, safeJson, type FormatContext, type TimelineFormat } from "./format.ts";

/** Version of the schema that the numbers below were taken from. */
const OCSF = "1.7.0";

const ENTITY = { class_uid: 3004, category_uid: 3 } as const;
const FINDING = { class_uid: 2005, category_uid: 2 } as const;

/** Activities of Entity Management. */
const CREATE = 1;
const READ = 2;
const DELETE = 4;
const ENABLE = 8;
const DISABLE = 9;

const SEVERITY: Readonly<Record<Severity, number>> = { P1: 5, P2: 4, P3: 3, P4: 2 };

/** What was done to a key; undefined for everything else. */
function entityActivity(event: IncidentEvent | undefined): number | undefined {
  switch (event?.type) {
    case "key.created":
      return CREATE;
    case "key.discarded":
      return DELETE;
    case "key.blocked":
      return event.data.action === "delete" ? DELETE : DISABLE;
    case "key.revived":
      return ENABLE;
    case "secret.revealed":
      return READ;
    default:
      return undefined;
  }
}

/** Activity and status of an Incident Finding: 1 create, 2 update, 3 close; 2 in progress, 5 closed. */
function findingOf(type: string): { readonly activity: number; readonly status: number } {
  if (type === "incident.declared") return { activity: 1, status: 2 };
  return type === "incident.closed" || type === "incident.stood-down"
    ? { activity: 3, status: 5 }
    : { activity: 2, status: 2 };
}

function base(row: TimelineRow, context: FormatContext): object {
  const { drill, severity, id } = context.state;
  return {
    time: toEpoch(row.occurredAt),
    severity_id: severity === null ? 0 : SEVERITY[severity],
    message: row.text,
    metadata: {
      version: OCSF,
      product: { name: "claro-ir", vendor_name: "claro-ir", version: context.version },
      uid: `${id}#${String(row.seq)}`,
      sequence: row.seq,
      logged_time: toEpoch(row.at),
      event_code: row.type,
      labels: [`precision:${row.precision}`, ...(drill ? ["DRILL"] : [])],
    },
  };
}

function line(
  dirty: TimelineRow,
  context: FormatContext,
  event: IncidentEvent | undefined,
): object {
  const row = cleanRow(dirty, context);
  const entity = entityActivity(event);
  if (entity !== undefined)
    return {
      ...ENTITY,
      activity_id: entity,
      type_uid: ENTITY.class_uid * 100 + entity,
      ...base(row, context),
      status_id: 1,
      entity: { type: "API Key", name: row.credential ?? "key", uid: row.credential ?? "key" },
      actor: { user: { name: row.by } },
    };
  const { activity, status } = findingOf(row.type);
  return {
    ...FINDING,
    activity_id: activity,
    type_uid: FINDING.class_uid * 100 + activity,
    ...base(row, context),
    status_id: status,
    finding_info_list: [{ uid: context.state.id, title: nameOf(context) }],
    assignee_group: { name: "incident response" },
    comment: `by ${row.by}`,
  };
}

export const ocsf: TimelineFormat = {
  id: "ocsf",
  title: "JSON Lines in OCSF",
  extension: "jsonl",
  mime: "application/jsonl",
  render(rows, context) {
    const events = new Map(context.events.map((event) => [event.seq, event]));
    return rows.map((row) => `${safeJson(line(row, context, events.get(row.seq)))}\n`).join("");
  },
};
