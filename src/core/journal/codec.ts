// One event as one line of JSON: how it is written, and the strict reading of it. Checked by hand, because every command reads
// a journal on its way in and a schema library would cost more than all the reading.
import { ClaroIrError } from "../error.ts";
import { PRECISIONS } from "../instant.ts";
import type { JournalEvent, Via } from "./event.ts";

/** Version of the envelope that this program writes. */
const VERSION = 1;

/** An event is small (evidence lies beside the journal): anything above is a mistake on the way in and damage on the way out. */
export const MAX_EVENT_BYTES = 1024 * 1024;

/** What a line turned out to be. `newer`: a later claro-ir wrote it; its place in the chain is still known. */
export type Decoded =
  | { readonly kind: "event"; readonly event: JournalEvent }
  | {
      readonly kind: "newer";
      readonly v: number;
      readonly seq: number;
      readonly prev: string | null;
    }
  | { readonly kind: "unreadable"; readonly why: string };

/** The bytes of an event file as text: one line of JSON with its keys in a fixed order, and a newline. */
export function encodeEvent(event: JournalEvent): string {
  const { v, stream, seq, prev, id, type, at, occurredAt, precision, by, op, left, data } = event;
  const { host, pid, started, terminal, osUser, version } = event.via;
  const via: Via = { host, pid, started, terminal, osUser, version };
  const who = { at, occurredAt, precision, by, op, ...(left === undefined ? {} : { left }), via };
  const line = { v, stream, seq, prev, id, type, ...who, data };
  return `${JSON.stringify(line)}\n`;
}

/** Read an event file's text without throwing. The reason never quotes the text: it may hold what should not be shown. */
export function decodeLine(text: string): Decoded {
  const raw = parseLine(text);
  if (typeof raw === "string") return { kind: "unreadable", why: raw };
  const { v, seq, prev } = raw;
  if (typeof v === "number" && Number.isInteger(v) && v > VERSION && isNumber(seq) && isLink(prev))
    return { kind: "newer", v, seq: seq as number, prev: prev as string | null };
  const why = v === VERSION ? shapeProblem(raw) : "its version is not one that exists";
  if (why !== undefined) return { kind: "unreadable", why };
  return { kind: "event", event: upcast(raw as unknown as JournalEvent) };
}

/** Read an event file's text. Throws `damaged` when it is not an event and `usage` when a newer claro-ir wrote it. */
export function decodeEvent(text: string): JournalEvent {
  const decoded = decodeLine(text);
  if (decoded.kind === "event") return decoded.event;
  if (decoded.kind === "newer") throw newerVersion(decoded.v);
  throw new ClaroIrError("damaged", "event-unreadable", `Not a journal event: ${decoded.why}.`, {
    hint: "claro-ir verify",
  });
}

/** The refusal to fold events whose meaning this program cannot know. Nothing is written to such a journal. */
export function newerVersion(v: number): ClaroIrError {
  const message = `This journal holds events of version ${String(v)}: it needs a newer claro-ir (this one reads version ${String(VERSION)}).`;
  return new ClaroIrError("usage", "newer-journal", message, {
    hint: "npm install --global claro-ir@latest",
  });
}

/** Where an event of an older version becomes one of today's. There is only version 1 yet, so nothing changes. */
function upcast(event: JournalEvent): JournalEvent {
  return event;
}

/** The object in the line, or why there is none. */
function parseLine(text: string): Record<string, unknown> | string {
  if (text.length === 0) return "it is empty";
  if (!text.endsWith("\n")) return "it is cut short";
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : "it is not an object";
  } catch (error) {
    // The parser's own message quotes its input: only its kind may leave.
    return error instanceof SyntaxError ? "it is not JSON" : "it cannot be parsed";
  }
}

type Raw = Readonly<Record<string, unknown>>;

/** Each check names its member itself: one that looks members up by a variable took three times as long, and every event of every journal passes here. */
type Checks<Of> = Readonly<Record<keyof Of, (raw: Raw) => boolean>>;

const VIA: Checks<Via> = {
  host: (raw) => isText(raw["host"]),
  pid: (raw) => Number.isInteger(raw["pid"]),
  started: (raw) => isText(raw["started"]),
  terminal: (raw) => isTextOrNull(raw["terminal"]),
  osUser: (raw) => isText(raw["osUser"]),
  version: (raw) => isText(raw["version"]),
};

const EVENT: Checks<JournalEvent> = {
  v: (raw) => isNumber(raw["v"]),
  stream: (raw) => isName(raw["stream"]),
  seq: (raw) => isNumber(raw["seq"]),
  prev: (raw) => isLink(raw["prev"]),
  id: (raw) => isName(raw["id"]),
  type: (raw) => isName(raw["type"]),
  at: (raw) => isInstant(raw["at"]),
  // Nearly always the same, which is told faster.
  occurredAt: (raw) => raw["occurredAt"] === raw["at"] || isInstant(raw["occurredAt"]),
  precision: (raw) => isPrecision(raw["precision"]),
  by: (raw) => isText(raw["by"]),
  op: (raw) => isText(raw["op"]),
  left: (raw) => raw["left"] === undefined || isNumber(raw["left"]),
  via: (raw) => isVia(raw["via"]),
  data: (raw) => isObject(raw["data"]),
};

const EVENT_NAMES = Object.keys(EVENT);
const EVENT_CHECKS = Object.values(EVENT);
const VIA_CHECKS = Object.values(VIA);

function shapeProblem(raw: Raw): string | undefined {
  const wrong = EVENT_CHECKS.findIndex((holds) => !holds(raw));
  if (wrong >= 0) return `its "${EVENT_NAMES[wrong] ?? ""}" is missing or wrong`;
  // All that must be there is there: whatever else there is, is unknown.
  const known = EVENT_CHECKS.length - (raw["left"] === undefined ? 1 : 0);
  return Object.keys(raw).length === known ? undefined : "it has unknown fields";
}

function isVia(value: unknown): boolean {
  if (!isObject(value) || Object.keys(value).length !== VIA_CHECKS.length) return false;
  return VIA_CHECKS.every((holds) => holds(value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}

function isNumber(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0;
}

function isLink(value: unknown): boolean {
  return value === null || (typeof value === "string" && /^[0-9a-f]{64}$/.test(value));
}

function isInstant(value: unknown): boolean {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
}

function isPrecision(value: unknown): boolean {
  return PRECISIONS.some((precision) => precision === value);
}
