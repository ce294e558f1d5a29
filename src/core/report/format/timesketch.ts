// The timeline for Timesketch: JSON Lines with its three required fields, microseconds, and ours beside them.
import { toEpoch } from "../../instant.ts";
import type { TimelineRow } from "../timeline.ts";
import {
  cleanRow,
  safeJson,
  typeWords,
  type FormatContext,
  type TimelineFormat,
} from "./format.ts";

/** OpenSearch makes no keyword of a field longer than 32,766 bytes; a UTF-16 unit is at most 3. */
const LONGEST = 10_900;

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)} … (cut, whole in the journal)`;
}

/** `message`, `datetime` and `timestamp_desc` are asked for; `timestamp` is an integer whose size tells the unit: this one reads as microseconds. */
function line(row: TimelineRow, context: FormatContext): object {
  const { text, by, occurredAt, at, type, phase, step, credential, evidence } = cleanRow(
    row,
    context,
  );
  const { id, drill } = context.state;
  return {
    message: cut(text),
    datetime: occurredAt.replace("Z", "+00:00"),
    timestamp: toEpoch(occurredAt) * 1000,
    timestamp_desc: typeWords(type),
    data_type: `claro_ir:${type.split(".")[0] ?? type}`,
    incident_id: id,
    journal_number: row.seq,
    recorded_at: at.replace("Z", "+00:00"),
    precision: row.precision,
    event_type: type,
    step_id: step,
    phase,
    credential,
    actor_role: by,
    evidence_sha256: evidence.join(" "),
    tag: [...(phase === null ? [] : [phase]), ...(drill ? ["DRILL"] : [])],
  };
}

export const timesketch: TimelineFormat = {
  id: "timesketch",
  title: "JSON Lines for Timesketch",
  extension: "jsonl",
  mime: "application/jsonl",
  endings: [".jsonl"],
  render: (rows, context) => rows.map((row) => `${safeJson(line(row, context))}\n`).join(""),
};
