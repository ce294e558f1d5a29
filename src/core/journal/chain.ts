// Making the chain: drafts get their number and the digest of the event before. Names of event files live here too.
import { ClaroIrError } from "../error.ts";
import { decodeLine, encodeEvent, MAX_EVENT_BYTES } from "./codec.ts";
import type { EventDraft, Head, JournalEvent } from "./event.ts";

export type Digest = (bytes: Uint8Array | string) => string;

/** An event with the text of its file. */
export interface SealedEvent {
  readonly event: JournalEvent;
  readonly text: string;
  readonly head: Head;
}

/** File name of event `seq`: `00000042.json`. */
export function eventFileName(seq: number): string {
  return `${String(seq).padStart(8, "0")}.json`;
}

/** Number in an event file's name, undefined for any other name. */
export function eventNumber(name: string): number | undefined {
  const seq = /^\d{8}\.json$/.test(name) ? Number(name.slice(0, 8)) : 0;
  return seq > 0 ? seq : undefined;
}

/**
 * Number drafts after `head` and chain them. The events are read back from their own text, so that what the writer goes on with is
 * what every reader will see. Throws `bug` for a draft that could not be read again and `usage` for one above 1 MiB.
 */
export function sealEvents(
  stream: string,
  head: Head,
  drafts: readonly EventDraft[],
  sha256: Digest,
): readonly SealedEvent[] {
  const sealed: SealedEvent[] = [];
  let last = head;
  for (const draft of drafts) {
    const prev = last.seq === 0 ? null : last.hash;
    const text = encodeEvent({ ...draft, v: 1, stream, seq: last.seq + 1, prev });
    if (text.length > MAX_EVENT_BYTES)
      throw new ClaroIrError(
        "usage",
        "event-too-large",
        `A ${draft.type} above 1 MiB does not fit the journal.`,
        {
          hint: "claro-ir evidence add <file>",
        },
      );
    const decoded = decodeLine(text);
    if (decoded.kind !== "event")
      throw new ClaroIrError("bug", "event-malformed", `A ${draft.type} event cannot be written.`);
    last = { seq: last.seq + 1, hash: sha256(text) };
    sealed.push({ event: decoded.event, text, head: last });
  }
  return sealed;
}
