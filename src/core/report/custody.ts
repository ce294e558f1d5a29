// The custody of evidence: who took it in, looked at it, gave it out, when and from where; one row for each file and act.
import type { AuditData } from "../incident/audit-event.ts";
import type { IncidentEvent } from "../incident/event.ts";
import type { Instant } from "../instant.ts";
import { forCsv, forTerminal } from "../redaction/escape.ts";

export interface CustodyRow {
  readonly at: Instant;
  readonly act: "added" | "resealed" | "viewed" | "exported";
  readonly by: string;
  readonly host: string;
  readonly osUser: string;
  /** SHA-256 of what was handed in, sealed or not. */
  readonly sha256: string;
  readonly name: string;
  readonly size: number;
  /** Where it was taken from, what it was looked at for, where it went. */
  readonly detail: string;
  /** SHA-256 of the twin without keys, where the original lies sealed. */
  readonly redacted: string | null;
  /** Number in the journal. */
  readonly seq: number;
}

type Added = AuditData["evidence.added"];

/** Every act on evidence, in the order of the journal. */
export function custodyRows(events: readonly IncidentEvent[]): readonly CustodyRow[] {
  const known = new Map<string, Added>();
  function row(event: IncidentEvent, act: CustodyRow["act"], sha256: string, detail: string) {
    const added = known.get(sha256);
    return {
      at: event.at,
      act,
      by: event.by,
      host: event.via.host,
      osUser: event.via.osUser,
      sha256,
      name: added?.name ?? "",
      size: added?.size ?? 0,
      detail,
      redacted: added?.redacted?.sha256 ?? null,
      seq: event.seq,
    };
  }
  return events.flatMap((event): readonly CustodyRow[] => {
    if (event.type === "evidence.added") {
      known.set(event.data.sha256, event.data);
      return [row(event, "added", event.data.sha256, event.data.source ?? "made by claro-ir")];
    }
    if (event.type === "evidence.resealed") {
      const detail = `to ${event.data.sealed.recipients.join(" ")}`;
      return [row(event, "resealed", event.data.evidence, detail)];
    }
    if (event.type === "evidence.viewed")
      return event.data.evidence.map((one) => row(event, "viewed", one, event.data.purpose));
    if (event.type === "evidence.exported")
      return event.data.evidence.map((one) => row(event, "exported", one, event.data.to));
    return [];
  });
}

const COLUMNS = [
  "seq",
  "at",
  "act",
  "by",
  "host",
  "osUser",
  "sha256",
  "name",
  "size",
  "detail",
  "redacted",
] as const satisfies readonly (keyof CustodyRow)[];

/** The table as CSV (RFC 4180), redacted by `clean`, no cell a formula. */
export function custodyCsv(rows: readonly CustodyRow[], clean: (text: string) => string): string {
  const lines = rows.map((row) =>
    COLUMNS.map((column) => forCsv(forTerminal(clean(String(row[column] ?? ""))))).join(","),
  );
  return [COLUMNS.join(","), ...lines].map((line) => `${line}\r\n`).join("");
}
