// The timeline as Elastic Common Schema documents, one a line: for a SIEM.
import type { IncidentType } from "../../incident/event.ts";
import type { TimelineRow } from "../timeline.ts";
import { cleanRow, safeJson, type FormatContext, type TimelineFormat } from "./format.ts";

/** Version of the schema that the fields below were taken from. */
const ECS = "9.4.0";

type Category = "iam" | "configuration" | "authentication";

interface Kind {
  readonly category: Category;
  readonly type: "creation" | "deletion" | "change" | "access" | "info" | "admin";
  readonly outcome?: "success" | "failure" | "unknown";
}

/** What is not named here is work on the incident: `iam`, `info`. Pairs of category and type are those that ECS allows. */
const KINDS: Readonly<Partial<Record<IncidentType, Kind>>> = {
  "key.created": { category: "iam", type: "creation", outcome: "success" },
  "key.blocked": { category: "iam", type: "deletion", outcome: "success" },
  "key.discarded": { category: "iam", type: "deletion", outcome: "success" },
  "key.revived": { category: "iam", type: "change" },
  "key.probed": { category: "authentication", type: "info" },
  "key.died": { category: "authentication", type: "info", outcome: "failure" },
  "roles.assigned": { category: "iam", type: "admin" },
  "target.added": { category: "configuration", type: "creation" },
  "target.written": { category: "configuration", type: "change", outcome: "success" },
  "target.reloaded": { category: "configuration", type: "change", outcome: "success" },
  "target.in-use": { category: "configuration", type: "info", outcome: "success" },
  "target.failed": { category: "configuration", type: "change", outcome: "failure" },
  "target.unknown": { category: "configuration", type: "change", outcome: "unknown" },
  "secret.revealed": { category: "configuration", type: "access", outcome: "success" },
  "effect.succeeded": { category: "iam", type: "info", outcome: "success" },
  "effect.failed": { category: "iam", type: "info", outcome: "failure" },
  "effect.unknown": { category: "iam", type: "info", outcome: "unknown" },
};

const WORK: Kind = { category: "iam", type: "info" };

function line(row: TimelineRow, context: FormatContext): object {
  const { text, by, type, phase, step, credential } = cleanRow(row, context);
  const { id, drill } = context.state;
  const kind = KINDS[type] ?? WORK;
  const labels = { incident_id: id, precision: row.precision, phase, step_id: step, credential };
  return {
    "@timestamp": row.occurredAt,
    ecs: { version: ECS },
    event: {
      id: `${id}#${String(row.seq)}`,
      sequence: row.seq,
      created: row.at,
      kind: "event",
      category: [kind.category],
      type: [kind.type],
      action: type.replaceAll(".", "-"),
      ...(kind.outcome === undefined ? {} : { outcome: kind.outcome }),
      dataset: "claro_ir.timeline",
      module: "claro_ir",
    },
    message: text,
    // Labels are keywords: what is not known is left out.
    labels: Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== null)),
    ...(context.told === undefined || context.told.audience.may.has("person")
      ? { user: { name: by } }
      : { user: { roles: [by] } }),
    tags: ["claro-ir", ...(drill ? ["DRILL"] : [])],
  };
}

export const ecs: TimelineFormat = {
  id: "ecs",
  title: "JSON Lines in Elastic Common Schema",
  extension: "jsonl",
  mime: "application/jsonl",
  render: (rows, context) => rows.map((row) => `${safeJson(line(row, context))}\n`).join(""),
};
