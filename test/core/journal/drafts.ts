// Events for tests of the journal: real envelopes, made-up facts.
import { createHash } from "node:crypto";
import type { EventDraft } from "../../../src/core/journal/event.ts";

export const STREAM = "INC-20261123-k7f3";

export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function draft(n: number, writer = "w", note = "looked at the dashboard"): EventDraft {
  const at = new Date(Date.UTC(2026, 10, 23, 2, 10, 0) + n * 1000).toISOString();
  return {
    id: `${writer}-${String(n)}`,
    type: "note.added",
    at,
    occurredAt: at,
    precision: "second",
    by: "dana",
    via: {
      host: "laptop",
      pid: 4242,
      started: "b00t:99",
      terminal: null,
      osUser: "dana",
      version: "0.1.0",
    },
    op: `op-${writer}-${String(n)}`,
    data: { text: `${note} ${String(n)} – ünïcode`, credential: null },
  };
}

export function drafts(count: number, writer = "w"): readonly EventDraft[] {
  return Array.from({ length: count }, (_, index) => draft(index + 1, writer));
}
