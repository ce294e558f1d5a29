import { describe, expect, it } from "vitest";
import { ClaroIrError } from "../../../src/core/error.ts";
import { decodeEvent, encodeEvent } from "../../../src/core/journal/codec.ts";
import type { JournalEvent } from "../../../src/core/journal/event.ts";
import { draft, STREAM } from "./drafts.ts";

const EVENT: JournalEvent = { ...draft(1), v: 1, stream: STREAM, seq: 1, prev: null };

function failure(text: string): ClaroIrError {
  try {
    decodeEvent(text);
  } catch (error) {
    if (error instanceof ClaroIrError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

function altered(change: Record<string, unknown>): string {
  return `${JSON.stringify({ ...JSON.parse(encodeEvent(EVENT)), ...change })}\n`;
}

describe("an event as a line", () => {
  it("comes back as it was", () => {
    expect(decodeEvent(encodeEvent(EVENT))).toEqual(EVENT);
  });

  it("has its keys in one order, however the event was put together", () => {
    const shuffled = Object.fromEntries(
      Object.entries(EVENT).toReversed(),
    ) as unknown as JournalEvent;
    expect(encodeEvent(shuffled)).toBe(encodeEvent(EVENT));
    expect(encodeEvent(EVENT)).toMatch(
      /^\{"v":1,"stream":"INC-20261123-k7f3","seq":1,"prev":null,"id":"w-1","type":"note.added","at":/,
    );
    expect(encodeEvent(EVENT).indexOf("\n")).toBe(encodeEvent(EVENT).length - 1);
  });

  it.each([
    ["empty", ""],
    ["cut short", encodeEvent(EVENT).slice(0, -1)],
    ["not JSON", "sk_live_SECRETVALUE\n"],
    ["a list", "[1]\n"],
    ["two lines", encodeEvent(EVENT) + encodeEvent(EVENT)],
    ["no id", altered({ id: "" })],
    ["number zero", altered({ seq: 0 })],
    ["half a number", altered({ seq: 1.5 })],
    ["a link that is no hash", altered({ prev: "sk_live_SECRETVALUE" })],
    ["a day that is no instant", altered({ at: "2026-11-23" })],
    ["another precision", altered({ precision: "century" })],
    ["a bad via", altered({ via: { host: 1 } })],
    ["a field too many", altered({ sk_live_SECRETVALUE: 1 })],
    ["version 0", altered({ v: 0 })],
  ])("is refused when it is %s, without quoting it", (_, text) => {
    const error = failure(text);
    expect(error.kind).toBe("damaged");
    expect(`${error.message} ${String(error.hint)} ${String(error.cause)}`).not.toContain(
      "SECRETVALUE",
    );
  });

  it("of a newer version asks for a newer program and is no damage", () => {
    const error = failure(altered({ v: 2, shiny: true }));
    expect(error.kind).toBe("usage");
    expect(error.message).toContain("needs a newer claro-ir");
  });
});
