// What of the logs was not read, from when on, and what they call keys where none is the one in question.
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  claroLine,
  claroLines,
  logFolder,
  reading,
  text,
  type Folder,
} from "../../support/log-reading.ts";

async function folder(): Promise<Folder> {
  const made = await logFolder();
  onTestFinished(() => made[Symbol.asyncDispose]());
  return made;
}

describe("what was not read", () => {
  it("of a packed log that is cut comes after its last line", async () => {
    const made = await folder();
    const packed = gzipSync(text(claroLines(30_000)));
    const half = packed.subarray(0, Math.floor(packed.length / 2));
    const { sources } = await reading([await made.write("a.log", half)]);
    expect(sources[0]?.unread?.why).toMatch(/^it could not be read to its end/);
    expect(sources[0]?.unread?.after).toBe(sources[0]?.to);
    expect(sources[0]?.to).not.toBeNull();
  });

  it("is nothing where a text lies among the logs that is none", async () => {
    const made = await folder();
    await made.write("a.jsonl", text(claroLines(30)));
    const named = await made.write("README.md", "# Logs\n\nRotated daily.\n");
    await made.write("of-the-key.txt", "key_7f3a was seen here\n");
    const { sources } = await reading([made.path]);
    expect(sources.map(({ unread }) => unread?.why ?? null)).toEqual([
      null,
      null,
      expect.stringMatching(/^its format was not recognised/),
    ]);
    expect(sources[0]?.notes[0]).toMatch(/^It lies among the logs and is none/);
    expect((await reading([named])).sources[0]?.unread?.why).toMatch(/^its format/);
  });

  it.each([
    ["a letter", "a letter to grandmother\n", /^its format was not recognised/],
    ["no text", Buffer.from([0, 1, 2, 3, 0, 0, 5]), /^it is no text/],
    ["another packing", Buffer.from("fd377a585a000000", "hex"), /^it is packed as xz/],
    ["lines in another format", text(claroLines(30)), /^hardly a line of it reads as combined/],
  ])("may be of any time: %s", async (what, content, why) => {
    const made = await folder();
    const path = await made.write("a.log", content);
    const format = what.startsWith("lines") ? "combined" : null;
    const { sources } = await reading([path], { format });
    expect(sources[0]?.unread?.after).toBeNull();
    expect(sources[0]?.unread?.why).toMatch(why);
  });

  it("is said of a file in a folder that is not there", async () => {
    const made = await folder();
    await made.write("a.log", text(claroLines(30)));
    symlinkSync(join(made.path, "gone"), join(made.path, "b.log"));
    const { sources } = await reading([made.path]);
    expect(sources.map(({ unread }) => unread)).toEqual([
      null,
      { why: "it could not be read: it is not there", after: null },
    ]);
  });

  it.each([
    ["nothing", ""],
    ["blank lines", "\n\n  \n"],
    ["nothing, packed", gzipSync("")],
  ])("is nothing of what is empty: %s", async (_, content) => {
    const made = await folder();
    const { sources } = await reading([await made.write("a.log", content)]);
    expect(sources).toMatchObject([{ format: null, unread: null, notes: ["It is empty."] }]);
  });
});

describe("what logs call keys", () => {
  it("is told where no line names the one in question, most frequent first, never a long one whole", async () => {
    const made = await folder();
    const secret = `k${"0a1B2c".repeat(6)}`;
    const lines = [
      ...Array.from({ length: 9 }, (_, at) => claroLine(at, { key: `key_${String(at)}` })),
      claroLine(20, { key: secret }),
      claroLine(21, { key: secret }),
    ];
    const { sources } = await reading([await made.write("a.log", text(lines))]);
    expect(sources[0]?.otherKeys).toEqual([
      "k0a1B2c0…1B2c",
      ...Array.from({ length: 7 }, (_, at) => `key_${String(at)}`),
    ]);
  });

  it("is told of a document, too", async () => {
    const made = await folder();
    const document = JSON.stringify([JSON.parse(claroLine(1, { key: "key_x" }))]);
    const { sources } = await reading([await made.write("a.json", document)]);
    expect(sources[0]?.otherKeys).toEqual(["key_x"]);
  });

  it("is nobody's business where the key was found", async () => {
    const made = await folder();
    const { sources } = await reading([
      await made.write("a.log", text([claroLine(1), claroLine(2, { key: "key_x" })])),
    ]);
    expect(sources[0]?.otherKeys).toEqual([]);
  });
});
