import { gzipSync, zstdCompressSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unpacked } from "../../../src/adapters/system/unpacked.ts";

const PACKINGS = [
  ["gzip", gzipSync],
  ["zstd", zstdCompressSync],
] as const;

/** What parallel packers write between frames: a frame that says nothing (RFC 8878, section 3.1.2). */
const SKIPPED = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);

/** The bytes in pieces, cut at these shares of the whole. */
async function* inPieces(bytes: Buffer, shares: readonly number[]): AsyncGenerator<Buffer> {
  const cuts = shares.map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b);
  for (const [at, from] of [0, ...cuts].entries()) {
    const piece = bytes.subarray(from, cuts[at] ?? bytes.length);
    if (piece.length > 0) yield piece;
  }
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  let text = "";
  for await (const piece of stream) text += piece.toString("latin1");
  return text;
}

describe.each(PACKINGS)("what is packed with %s", (packing, pack) => {
  const whole = { mayBeCut: false };

  it("comes out whole, whatever it was put together from and wherever it is cut into pieces", async () => {
    const parts = fc.array(fc.string({ unit: "binary-ascii", maxLength: 200 }), {
      minLength: 1,
      maxLength: 6,
    });
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(parts, cuts, async (texts, shares) => {
        const bytes = Buffer.concat(texts.map((text) => pack(Buffer.from(text, "latin1"))));
        const stream = unpacked(packing, inPieces(bytes, shares), whole);
        expect(await textOf(stream)).toBe(texts.join(""));
      }),
      { numRuns: 60 },
    );
  });

  it("comes out whole where each part is larger than what is given at once", async () => {
    const texts = ["a", "b", "c"].map((char) => `${char.repeat(79)}\n`.repeat(20_000));
    const bytes = Buffer.concat(texts.map((text) => pack(text)));
    expect(await textOf(unpacked(packing, inPieces(bytes, [0.5]), whole))).toBe(texts.join(""));
  });

  it("is an error where it is cut, and none where it may be", async () => {
    const bytes = Buffer.concat([pack("first\n"), pack("second\n".repeat(1_000))]);
    const cut = bytes.subarray(0, bytes.length - 6);
    await expect(textOf(unpacked(packing, inPieces(cut, []), whole))).rejects.toThrow(
      /unexpected end/,
    );
    const given = await textOf(unpacked(packing, inPieces(cut, []), { mayBeCut: true }));
    expect(given).toMatch(/^first\n/);
  });

  it("ends with the error of its source", async () => {
    async function* source(): AsyncGenerator<Buffer> {
      yield pack("first\n");
      throw new Error("the disk is gone");
    }
    await expect(textOf(unpacked(packing, source(), whole))).rejects.toThrow("the disk is gone");
  });

  it("lets its source go when no more is wanted", async () => {
    let isGone = false;
    async function* source(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield pack("again\n".repeat(50_000));
      } finally {
        isGone = true;
      }
    }
    for await (const piece of unpacked(packing, source(), whole)) if (piece.length > 0) break;
    await expect.poll(() => isGone).toBe(true);
  });
});

it("zstd passes over what packers put between its frames", async () => {
  const bytes = Buffer.concat([
    SKIPPED,
    zstdCompressSync("one "),
    SKIPPED,
    zstdCompressSync("two"),
  ]);
  const stream = unpacked("zstd", inPieces(bytes, [0.4]), { mayBeCut: false });
  expect(await textOf(stream)).toBe("one two");
});
