// Judging a stored stream in one pass, so that what a reader accepts and what `verify` reports can never differ.
import { ClaroIrError } from "../error.ts";
import { eventFileName, eventNumber } from "./chain.ts";
import type { Digest } from "./chain.ts";
import { decodeLine } from "./codec.ts";
import type { Decoded } from "./codec.ts";
import { EMPTY_HEAD } from "./event.ts";
import type { Head, JournalEvent } from "./event.ts";

/** A damaged place in a stream. `seq` 0: a file that has no place in it at all. */
export interface ChainDamage {
  readonly stream: string;
  readonly seq: number;
  readonly file: string;
  readonly what: "changed" | "missing" | "swapped" | "added" | "unreadable";
  readonly detail: string;
}

/** A file found in a journal folder: its text, the bytes where they may be no UTF-8, null when it could not be read, and why. */
export interface StoredFile {
  readonly name: string;
  readonly content: string | Uint8Array | null;
  readonly why?: string;
}

export interface ChainReport {
  /** Events in order; the whole stream only when `damages` is empty and `newer` null. */
  readonly events: readonly JournalEvent[];
  readonly head: Head;
  readonly damages: readonly ChainDamage[];
  /** Highest envelope version that this program cannot read, if any. */
  readonly newer: number | null;
}

export interface ChainSource {
  readonly stream: string;
  readonly sha256: Digest;
  /** A head noted elsewhere (a notification, a hand-off); its hash may be shortened to 8 or more characters. */
  readonly anchor?: Head;
}

/** A check that takes one file after the other, so that no more than one file's text need be kept. */
export interface ChainCheck {
  add(file: StoredFile): void;
  /** What all of them come to. */
  report(): ChainReport;
}

/** What one file turned out to hold. `blamed`: already reported. */
interface Slot {
  readonly name: string;
  readonly seq: number;
  readonly hash: string;
  readonly decoded: Decoded;
  readonly blamed: boolean;
}

type Slots = Map<number, Slot>;
type Report = (seq: number, file: string, what: ChainDamage["what"], detail: string) => void;

/**
 * Read a stored stream and name every damage. A changed last event, a cut tail and events forged at the end can only be seen
 * against an `anchor`. Where two neighbours disagree and nothing else decides, the earlier one is named.
 * Throws `usage` for an anchor that is none; never for what the files hold.
 */
export function beginCheck(source: ChainSource): ChainCheck {
  const { stream, anchor } = source;
  if (anchor !== undefined && !/^[0-9a-f]{8,64}$/.test(anchor.hash))
    throw new ClaroIrError(
      "usage",
      "bad-anchor",
      "An anchor is a number and at least 8 characters of its hash.",
      {
        hint: "claro-ir verify --anchor <seq>:<hash>",
      },
    );
  const damages: ChainDamage[] = [];
  function report(seq: number, file: string, what: ChainDamage["what"], detail: string): void {
    damages.push({ stream, seq, file, what, detail });
  }
  const slots: Slots = new Map();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return {
    add(file) {
      const seq = eventNumber(file.name);
      if (seq === undefined) report(0, file.name, "added", "no event file has such a name");
      else slots.set(seq, slotOf(source, file, seq, decoder));
    },
    report() {
      settleMisplaced(slots, anchor?.seq ?? 0, report);
      reportMissing(slots, Math.max(lastOf(slots.values()), anchor?.seq ?? 0), report);
      const ordered = [...slots.values()].sort((a, b) => a.seq - b.seq);
      checkLinks(ordered, anchor, report);
      const end = ordered.at(-1);
      return {
        events: eventsOf(ordered),
        head: end === undefined ? EMPTY_HEAD : { seq: end.seq, hash: end.hash },
        damages: damages.sort((a, b) => a.seq - b.seq),
        newer: newest(ordered),
      };
    },
  };
}

/** The same of files that are there already. */
export function checkChain(source: ChainSource & { files: Iterable<StoredFile> }): ChainReport {
  const check = beginCheck(source);
  for (const file of source.files) check.add(file);
  return check.report();
}

function slotOf(
  { stream, sha256 }: ChainSource,
  { name, content, why }: StoredFile,
  seq: number,
  decoder: InstanceType<typeof TextDecoder>,
): Slot {
  if (content === null) {
    const decoded: Decoded = { kind: "unreadable", why: why ?? "it cannot be read" };
    return { name, seq, hash: "", decoded, blamed: false };
  }
  const decoded = decodeContent(content, stream, decoder);
  return { name, seq, hash: sha256(content), decoded, blamed: false };
}

function decodeContent(
  content: string | Uint8Array,
  stream: string,
  decoder: InstanceType<typeof TextDecoder>,
): Decoded {
  try {
    const text = typeof content === "string" ? content : decoder.decode(content);
    const decoded = decodeLine(text);
    const foreign = decoded.kind === "event" && decoded.event.stream !== stream;
    return foreign ? { kind: "unreadable", why: "it belongs to another stream" } : decoded;
  } catch (error) {
    const why = error instanceof TypeError ? "it is not UTF-8" : "it cannot be decoded";
    return { kind: "unreadable", why };
  }
}

/** The number an event gives itself; the file's own for an unreadable one. */
function ownNumber({ decoded, seq }: Slot): number {
  if (decoded.kind === "event") return decoded.event.seq;
  return decoded.kind === "newer" ? decoded.seq : seq;
}

function isMisplaced(slot: Slot | undefined): boolean {
  return slot !== undefined && ownNumber(slot) !== slot.seq;
}

/** Report files whose event says another number; put exchanged ones back in mind, so that their neighbours are not blamed. */
function settleMisplaced(slots: Slots, anchored: number, report: Report): void {
  const misplaced = [...slots.values()].filter(isMisplaced).sort((a, b) => a.seq - b.seq);
  if (misplaced.length === 0) return;
  // Up to the anchor there was an event of every number: a file of that number was changed, not added.
  const end = Math.max(anchored, lastOf([...slots.values()].filter((slot) => !isMisplaced(slot))));
  const exchanged = misplaced.filter((slot) => isMisplaced(slots.get(ownNumber(slot))));
  const named = new Set<number>();
  for (const slot of misplaced) {
    const own = ownNumber(slot);
    const detail = `it holds event ${String(own)}`;
    if (exchanged.includes(slot)) {
      if (!named.has(slot.seq) && !named.has(own)) report(slot.seq, slot.name, "swapped", detail);
      named.add(slot.seq).add(own);
    } else if (slot.seq > end) {
      report(slot.seq, slot.name, "added", `${detail} and lies beyond the end`);
      slots.delete(slot.seq);
    } else {
      report(slot.seq, slot.name, "changed", detail);
      slots.set(slot.seq, { ...slot, decoded: { kind: "unreadable", why: detail }, blamed: true });
    }
  }
  for (const slot of exchanged) {
    const own = ownNumber(slot);
    slots.set(own, { ...slot, name: eventFileName(own), seq: own });
  }
}

function lastOf(slots: Iterable<Slot>): number {
  let last = 0;
  for (const { seq } of slots) last = Math.max(last, seq);
  return last;
}

/** One damage per gap, however wide. */
function reportMissing(slots: Slots, last: number, report: Report): void {
  let next = 1;
  for (const seq of [...slots.keys(), last + 1].sort((a, b) => a - b)) {
    if (seq > next) {
      const which =
        seq > next + 1 ? `${String(next)} to ${String(seq - 1)} are` : `${String(next)} is`;
      report(next, eventFileName(next), "missing", `${which} not there`);
    }
    next = seq + 1;
  }
}

/** An event that was not found to be changed, and the hash it names for the one before. */
interface Voucher {
  readonly slot: Slot;
  readonly prev: string | null;
}

/** From the end backwards: each event vouches for the one before, unless it was itself found to be changed. */
function checkLinks(ordered: readonly Slot[], anchor: Head | undefined, report: Report): void {
  let after: Voucher | undefined;
  for (const slot of ordered.toReversed()) {
    const { decoded, seq } = slot;
    if (decoded.kind === "unreadable") {
      if (!slot.blamed) report(seq, slot.name, "unreadable", decoded.why);
      after = undefined;
      continue;
    }
    const prev = decoded.kind === "event" ? decoded.event.prev : decoded.prev;
    const next = after?.slot.seq === seq + 1 ? after : undefined;
    const why =
      anchor?.seq === seq ? againstAnchor(slot, next, anchor, report) : againstNext(slot, next);
    const problem =
      why ?? (seq === 1 && prev !== null ? "the first event names one before it" : undefined);
    if (problem !== undefined) report(seq, slot.name, "changed", problem);
    after = problem === undefined ? { slot, prev } : undefined;
  }
}

function againstNext(slot: Slot, next: Voucher | undefined): string | undefined {
  if (next === undefined || next.prev === slot.hash) return undefined;
  return `its hash is not the one that event ${String(next.slot.seq)} names`;
}

/** The anchor decides alone: if it holds and the next event disagrees, that one does not belong here. */
function againstAnchor(
  slot: Slot,
  next: Voucher | undefined,
  anchor: Head,
  report: Report,
): string | undefined {
  if (!slot.hash.startsWith(anchor.hash)) return "its hash is not the one that the anchor names";
  if (againstNext(slot, next) !== undefined && next !== undefined)
    report(
      next.slot.seq,
      next.slot.name,
      "added",
      `it does not continue event ${String(slot.seq)}`,
    );
  return undefined;
}

function eventsOf(slots: readonly Slot[]): readonly JournalEvent[] {
  const events: JournalEvent[] = [];
  for (const { decoded } of slots) if (decoded.kind === "event") events.push(decoded.event);
  return events;
}

function newest(slots: readonly Slot[]): number | null {
  let version: number | null = null;
  for (const { decoded } of slots)
    if (decoded.kind === "newer") version = Math.max(version ?? 0, decoded.v);
  return version;
}
