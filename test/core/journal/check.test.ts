import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventFileName, sealEvents } from "../../../src/core/journal/chain.ts";
import { checkChain } from "../../../src/core/journal/check.ts";
import type { StoredFile } from "../../../src/core/journal/check.ts";
import { EMPTY_HEAD } from "../../../src/core/journal/event.ts";
import type { Head } from "../../../src/core/journal/event.ts";
import { draft, drafts, sha256, STREAM } from "./drafts.ts";

const COUNT = 20;
const SEALED = sealEvents(STREAM, EMPTY_HEAD, drafts(COUNT), sha256);
const HEAD = SEALED.at(-1)!.head;

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function whole(): Map<string, Uint8Array> {
  return new Map(SEALED.map(({ text, head }) => [eventFileName(head.seq), bytesOf(text)]));
}

function judge(files: Map<string, Uint8Array>, anchor?: Head) {
  const stored: StoredFile[] = [...files].map(([file, bytes]) => ({ name: file, content: bytes }));
  return checkChain({ stream: STREAM, files: stored, sha256, ...(anchor ? { anchor } : {}) });
}

function found(files: Map<string, Uint8Array>, anchor?: Head): string[] {
  return judge(files, anchor).damages.map(({ what, file }) => `${what} ${file}`);
}

function name(seq: number): string {
  return eventFileName(seq);
}

const place = fc.integer({ min: 1, max: COUNT });

describe("a stored stream", () => {
  it("that is whole gives its events and head", () => {
    const report = judge(whole(), HEAD);
    expect(report.damages).toEqual([]);
    expect(report.head).toEqual(HEAD);
    expect(report.events).toEqual(SEALED.map(({ event }) => event));
    expect(report.events[0]?.prev).toBeNull();
    expect(report.events[5]?.prev).toBe(SEALED[4]?.head.hash);
  });

  it("that is whole passes in whatever order its files are listed, and with a shortened anchor", () => {
    const backwards = new Map([...whole()].toReversed());
    expect(found(backwards, { seq: COUNT, hash: HEAD.hash.slice(0, 8) })).toEqual([]);
    expect(judge(backwards).events.map(({ seq }) => seq)).toEqual(
      SEALED.map(({ head }) => head.seq),
    );
  });

  it("shows any single flipped bit, on the file where it is", () => {
    fc.assert(
      fc.property(place, fc.nat(), fc.integer({ min: 0, max: 7 }), (seq, at, bit) => {
        const files = whole();
        const bytes = files.get(name(seq))!;
        const index = at % bytes.length;
        bytes[index] = bytes[index]! ^ (1 << bit);
        const damages = judge(files, HEAD).damages;
        expect(damages).toHaveLength(1);
        expect(damages[0]?.file).toBe(name(seq));
        expect(["changed", "unreadable"]).toContain(damages[0]?.what);
      }),
      { numRuns: 1000 },
    );
  });

  it("shows a last event that gives itself another number as one change, where an anchor knows that there was one", () => {
    const files = whole();
    const text = new TextDecoder().decode(files.get(name(20)));
    files.set(name(20), bytesOf(text.replace('"seq":20', '"seq":28')));
    expect(found(files, HEAD)).toEqual([`changed ${name(20)}`]);
    expect(found(files)).toEqual([`added ${name(20)}`]);
  });

  it("shows an event rewritten in good form", () => {
    fc.assert(
      fc.property(place, (seq) => {
        const files = whole();
        const before = seq === 1 ? EMPTY_HEAD : SEALED[seq - 2]!.head;
        const [forged] = sealEvents(STREAM, before, [draft(seq, "w", "all was well")], sha256);
        files.set(name(seq), bytesOf(forged!.text));
        expect(found(files, HEAD)).toEqual([`changed ${name(seq)}`]);
      }),
    );
  });

  it("shows a rewritten tail, a forged last event and a cut tail only against an anchor", () => {
    const files = whole();
    const forged = sealEvents(
      STREAM,
      SEALED[16]!.head,
      [draft(18, "x"), draft(19, "x"), draft(20, "x")],
      sha256,
    );
    for (const { text, head } of forged) files.set(name(head.seq), bytesOf(text));
    expect(found(files)).toEqual([]);
    expect(found(files, HEAD)).toEqual([`changed ${name(20)}`]);
    const cut = whole();
    cut.delete(name(19));
    cut.delete(name(20));
    expect(found(cut)).toEqual([]);
    expect(found(cut, HEAD)).toEqual([`missing ${name(19)}`]);
  });

  it("shows deleted files, one damage for each gap", () => {
    fc.assert(
      fc.property(fc.uniqueArray(place, { minLength: 1, maxLength: 8 }), (gone) => {
        const files = whole();
        for (const seq of gone) files.delete(name(seq));
        const firsts = gone.filter((seq) => !gone.includes(seq - 1)).sort((a, b) => a - b);
        expect(found(files, HEAD)).toEqual(firsts.map((seq) => `missing ${name(seq)}`));
      }),
    );
  });

  it("shows two exchanged files, and blames neither their neighbours nor twice", () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        fc.pre(a < b);
        const files = whole();
        const [first, second] = [files.get(name(a))!, files.get(name(b))!];
        files.set(name(a), second).set(name(b), first);
        expect(found(files, HEAD)).toEqual([`swapped ${name(a)}`]);
      }),
    );
  });

  it("shows files cut at any length", () => {
    fc.assert(
      fc.property(place, fc.nat(), (seq, at) => {
        const files = whole();
        const bytes = files.get(name(seq))!;
        files.set(name(seq), bytes.slice(0, at % bytes.length));
        expect(found(files, HEAD)).toEqual([`unreadable ${name(seq)}`]);
      }),
    );
  });

  it("shows added files: a copy, one that does not continue, a strange name", () => {
    for (let seq = 1; seq <= COUNT; seq += 1) {
      const copied = whole();
      copied.set(name(COUNT + 1), copied.get(name(seq))!);
      expect(found(copied, HEAD)).toEqual([`added ${name(COUNT + 1)}`]);
      expect(found(copied)).toEqual([`added ${name(COUNT + 1)}`]);
    }
    const loose = whole();
    const [stranger] = sealEvents(
      STREAM,
      { seq: COUNT, hash: "0".repeat(64) },
      [draft(21)],
      sha256,
    );
    loose.set(name(COUNT + 1), bytesOf(stranger!.text));
    expect(found(loose, HEAD)).toEqual([`added ${name(COUNT + 1)}`]);
    for (const odd of [
      "notes.txt",
      "1.json",
      "00000000.json",
      "000000021.json",
      "00000003.json.bak",
    ]) {
      const files = whole();
      files.set(odd, bytesOf("x"));
      expect(found(files, HEAD)).toEqual([`added ${odd}`]);
    }
  });

  it("takes events that were appended after the anchor", () => {
    expect(found(whole(), SEALED[11]!.head)).toEqual([]);
  });

  it("shows events of another stream", () => {
    const other = sealEvents("INC-20261123-zzzz", EMPTY_HEAD, drafts(3), sha256);
    const files = whole();
    files.set(name(2), bytesOf(other[1]!.text));
    expect(found(files, HEAD)).toEqual([`unreadable ${name(2)}`]);
  });

  it("names several damages at once, in order", () => {
    const files = whole();
    files.delete(name(4));
    files.set(name(9), bytesOf(""));
    const [a, b] = [files.get(name(14))!, files.get(name(17))!];
    files.set(name(14), b).set(name(17), a);
    files.set("old.json", bytesOf("{}"));
    expect(found(files, HEAD)).toEqual([
      "added old.json",
      `missing ${name(4)}`,
      `unreadable ${name(9)}`,
      `swapped ${name(14)}`,
    ]);
  });

  it("is quick to judge when somebody adds the highest number there is", () => {
    const files = whole();
    const [far] = sealEvents(STREAM, { seq: 99_999_998, hash: HEAD.hash }, [draft(1)], sha256);
    files.set("99999999.json", bytesOf(far!.text));
    expect(found(files)).toEqual([`missing ${name(21)}`]);
  });

  it("with a newer event in it is not damaged, but says so", () => {
    const files = whole();
    const text = SEALED.at(-1)!.text.replace('{"v":1', '{"v":3');
    files.set(name(COUNT), bytesOf(text));
    const report = judge(files);
    expect([report.damages, report.newer]).toEqual([[], 3]);
    expect(found(files, HEAD)).toEqual([`changed ${name(COUNT)}`]);
  });

  it("refuses an anchor that is none", () => {
    expect(() => judge(whole(), { seq: 3, hash: "abc" })).toThrow("at least 8 characters");
  });
});

describe("making the chain", () => {
  it("refuses an event above 1 MiB", () => {
    expect(() =>
      sealEvents(STREAM, EMPTY_HEAD, [draft(1, "w", "x".repeat(1024 * 1024))], sha256),
    ).toThrow("1 MiB");
  });

  it("refuses an event that could not be read again", () => {
    expect(() =>
      sealEvents(STREAM, EMPTY_HEAD, [{ ...draft(1), at: "yesterday" }], sha256),
    ).toThrow("cannot be written");
  });
});
