// What every journal must do, over every journal there is.
import { describe, expect, it } from "vitest";
import { fileJournal } from "../../src/adapters/store/file-journal.ts";
import type { AnchoredJournal } from "../../src/adapters/store/file-journal.ts";
import { memoryJournal } from "../../src/adapters/store/memory-journal.ts";
import { sha256 } from "../../src/adapters/system/digest.ts";
import { encodeEvent } from "../../src/core/journal/codec.ts";
import { EMPTY_HEAD } from "../../src/core/journal/event.ts";
import { tempFolder } from "../adapters/store/folder.ts";
import { draft, drafts, STREAM } from "../core/journal/drafts.ts";

const JOURNALS: readonly [string, () => Promise<AnchoredJournal>][] = [
  ["on disk", async () => fileJournal(await tempFolder(), sha256)],
  ["in memory", async () => memoryJournal(sha256)],
];

describe.each(JOURNALS)("a journal %s", (_, make) => {
  it("begins empty", async () => {
    const journal = await make();
    expect(await journal.read(STREAM)).toEqual({ events: [], head: EMPTY_HEAD });
    expect(await journal.head(STREAM)).toEqual(EMPTY_HEAD);
    expect(await journal.streams()).toEqual([]);
    expect(await journal.verify(STREAM)).toEqual([]);
  });

  it("gives back what was appended, numbered and chained", async () => {
    const journal = await make();
    const first = await journal.append(STREAM, 0, [draft(1)]);
    const rest = await journal.append(STREAM, 1, [draft(2), draft(3)]);
    if (!first.ok || !rest.ok) throw new Error("refused");
    const { events, head } = await journal.read(STREAM);
    expect(events).toEqual([...first.events, ...rest.events]);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(events[0]?.prev).toBeNull();
    expect(events[2]?.prev).toBe(sha256(encodeEvent(events[1]!)));
    expect(head).toEqual(rest.head);
    expect(head).toEqual({ seq: 3, hash: sha256(encodeEvent(events[2]!)) });
    expect(await journal.head(STREAM)).toEqual(head);
    expect(events.map(({ data }) => data)).toEqual(
      [draft(1), draft(2), draft(3)].map(({ data }) => data),
    );
  });

  it("refuses a number that is taken and says where the end is", async () => {
    const journal = await make();
    await journal.append(STREAM, 0, drafts(3));
    const { events, head } = await journal.read(STREAM);
    expect(await journal.append(STREAM, 1, [draft(9, "other")])).toEqual({
      ok: false,
      written: 0,
      head,
    });
    expect(await journal.append(STREAM, 0, [draft(9, "other")])).toEqual({
      ok: false,
      written: 0,
      head,
    });
    expect((await journal.read(STREAM)).events).toEqual(events);
  });

  it("refuses a number beyond the end", async () => {
    const journal = await make();
    await journal.append(STREAM, 0, [draft(1)]);
    const head = await journal.head(STREAM);
    expect(await journal.append(STREAM, 5, [draft(2)])).toEqual({ ok: false, written: 0, head });
    expect(await journal.append(STREAM, 2, [draft(2)])).toEqual({ ok: false, written: 0, head });
  });

  it("takes the same events again as written, once", async () => {
    const journal = await make();
    const first = await journal.append(STREAM, 0, drafts(3));
    const again = await journal.append(STREAM, 0, drafts(3));
    expect(again).toEqual(first);
    expect((await journal.read(STREAM)).events).toHaveLength(3);
  });

  it("goes on with a batch that an earlier attempt left half written", async () => {
    const journal = await make();
    await journal.append(STREAM, 0, drafts(2));
    const result = await journal.append(STREAM, 0, drafts(5));
    expect(result.ok && result.events.map(({ id }) => id)).toEqual(drafts(5).map(({ id }) => id));
    expect((await journal.read(STREAM)).head).toEqual(result.head);
    expect((await journal.read(STREAM)).events).toHaveLength(5);
  });

  it("says how much of a batch lies before another writer's event", async () => {
    const journal = await make();
    await journal.append(STREAM, 0, drafts(2));
    await journal.append(STREAM, 2, [draft(1, "other")]);
    const head = await journal.head(STREAM);
    expect(await journal.append(STREAM, 0, drafts(5))).toEqual({ ok: false, written: 2, head });
    expect((await journal.read(STREAM)).events).toHaveLength(3);
  });

  it("answers a repeated append with the head as it was then, whatever came after", async () => {
    const journal = await make();
    const first = await journal.append(STREAM, 0, drafts(2));
    await journal.append(STREAM, 2, [draft(1, "other")]);
    expect(await journal.append(STREAM, 0, drafts(2))).toEqual(first);
  });

  it("keeps a large batch in order", async () => {
    const journal = await make();
    const result = await journal.append(STREAM, 0, drafts(100));
    expect(result.ok).toBe(true);
    expect((await journal.read(STREAM)).events.map(({ id }) => id)).toEqual(
      drafts(100).map(({ id }) => id),
    );
  });

  it("lets one of many win each number", async () => {
    const journal = await make();
    const rivals = Array.from({ length: 8 }, (_unused, index) => draft(1, `w${String(index)}`));
    const results = await Promise.all(rivals.map((rival) => journal.append(STREAM, 0, [rival])));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await journal.read(STREAM)).events).toHaveLength(1);
  });

  it("keeps streams apart and lists them", async () => {
    const journal = await make();
    await journal.append("register", 0, [draft(1)]);
    await journal.append("INC-20261124-abcd", 0, drafts(2));
    await journal.append(STREAM, 0, drafts(3));
    expect(await journal.streams()).toEqual([STREAM, "INC-20261124-abcd", "register"]);
    expect((await journal.head("INC-20261124-abcd")).seq).toBe(2);
    expect((await journal.read("register")).events[0]?.stream).toBe("register");
  });

  it.each(["../../etc", "INC-20261123-k7f3/..", "INC-20261123-k0l1", "", "Register"])(
    "takes no other name for a stream: %s",
    async (name) => {
      const journal = await make();
      await expect(journal.append(name, 0, [draft(1)])).rejects.toMatchObject({ kind: "usage" });
      await expect(journal.read(name)).rejects.toMatchObject({ kind: "usage" });
      await expect(journal.head(name)).rejects.toMatchObject({ kind: "usage" });
      await expect(journal.verify(name)).rejects.toMatchObject({ kind: "usage" });
    },
  );

  it("can be held against a head noted elsewhere", async () => {
    const journal = await make();
    await journal.append(STREAM, 0, drafts(3));
    const head = await journal.head(STREAM);
    expect(await journal.verifyAgainst(STREAM, head)).toEqual([]);
    const beyond = await journal.verifyAgainst(STREAM, { seq: 5, hash: head.hash });
    expect(beyond).toMatchObject([
      { what: "missing", seq: 4, file: "00000004.json", stream: STREAM },
    ]);
    const other = await journal.verifyAgainst(STREAM, { seq: 3, hash: "0".repeat(8) });
    expect(other).toMatchObject([{ what: "changed", seq: 3 }]);
    await expect(journal.verifyAgainst(STREAM, { seq: 3, hash: "x" })).rejects.toMatchObject({
      kind: "usage",
    });
  });
});

describe("a journal in memory that is told to fail", () => {
  it("loses what failed before, and keeps what only lost its answer", async () => {
    const journal = memoryJournal(
      sha256,
      new Map([
        [2, "before"],
        [3, "after"],
      ]),
    );
    await journal.append(STREAM, 0, [draft(1)]);
    await expect(journal.append(STREAM, 1, [draft(2)])).rejects.toMatchObject({
      kind: "not-durable",
    });
    expect((await journal.head(STREAM)).seq).toBe(1);
    await expect(journal.append(STREAM, 1, [draft(2)])).rejects.toMatchObject({
      kind: "not-durable",
    });
    expect((await journal.head(STREAM)).seq).toBe(2);
    expect((await journal.append(STREAM, 1, [draft(2)])).ok).toBe(true);
    expect((await journal.read(STREAM)).events).toHaveLength(2);
  });
});
