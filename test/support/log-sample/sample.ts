// A made-up file of one kind of log, and the events it must be read into. Written from the vendors' public descriptions.
import type { AccessEvent } from "../../../src/core/audit/access-event.ts";
import type { FormatOptions, LogFormat, Read } from "../../../src/ports/access-log.ts";

export interface Sample {
  readonly format: string;
  readonly what: string;
  readonly text: string;
  readonly options?: Partial<FormatOptions>;
  /** In order; several of one record follow each other. */
  readonly events: readonly AccessEvent[];
  /** Lines that are no event. */
  readonly rejected?: number;
  readonly namesKeys?: boolean;
}

/** An event with everything the log does not say. */
export function event(at: string, said: Partial<Omit<AccessEvent, "at">>): AccessEvent {
  return {
    at: Date.parse(at),
    key: null,
    principal: null,
    ip: null,
    country: null,
    asn: null,
    userAgent: null,
    method: null,
    action: null,
    resource: null,
    status: null,
    outcome: "success",
    errorCode: null,
    bytes: null,
    units: null,
    cost: null,
    model: null,
    id: null,
    change: null,
    bucket: null,
    ...said,
  };
}

/** A file of one record a line. */
export function lines(...records: readonly object[]): string {
  return `${records.map((record) => JSON.stringify(record)).join("\n")}\n`;
}

/** The texts a reader is given: lines, or the records of a document. */
export function framed(format: LogFormat, text: string): readonly string[] {
  if (format.framing.kind === "lines") return text.split("\n");
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // Not one document: a record a line.
    return text.split("\n");
  }
  const arrays = format.framing.arrays.map((at) =>
    at === "" ? document : (document as Record<string, unknown>)[at.slice(1)],
  );
  const records = arrays.find((one) => Array.isArray(one)) ?? [document];
  return (records as readonly unknown[]).map((record) => JSON.stringify(record));
}

export const UTC: FormatOptions = { columns: {}, zone: null };

/** What a format makes of a whole file. */
export function readAll(
  format: LogFormat,
  { text, options }: Pick<Sample, "text" | "options">,
): { reads: readonly Read[]; notes: readonly string[]; namesKeys: boolean } {
  const reader = format.open({ text, name: "any.log" }, { ...UTC, ...options });
  const reads = framed(format, text).map((one) => reader.read(one));
  return { reads, notes: reader.notes(), namesKeys: reader.namesKeys };
}

/** All events of what was read. */
export function eventsOf(reads: readonly Read[]): readonly AccessEvent[] {
  return reads.flatMap((read) => {
    if ("event" in read) return [read.event];
    return "events" in read ? read.events : [];
  });
}
