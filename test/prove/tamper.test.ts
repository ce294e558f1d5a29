// Both verifiers over a record as it was made, and over one that somebody forged who knows how a journal is made.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempHome } from "../support/cli.ts";
import { verifierCode, writeFiles } from "./tamper/disk.ts";
import { isSame, replaced } from "./tamper/change.ts";
import { rechain } from "./tamper/forge.ts";
import { ownVerdict, secondVerdict } from "./tamper/judge.ts";
import { makeRecord } from "./tamper/record.ts";

const record = await makeRecord();

it("a record as it was made passes, and so does its bag", async () => {
  expect(await ownVerdict(record.id, record.files, record.head)).toBeNull();
  expect(secondVerdict(record.files, record.head)).toBeNull();
  expect(secondVerdict(record.bag, undefined, record.manifest)).toBeNull();
});

describe("an event forged with the whole chain mended", () => {
  const forged = rechain(record.files, record.head.seq);
  const all = Array.from({ length: forged.count }, (_, n) => forged.change(n).files).filter(
    (files) => !isSame(files, record.files),
  );

  it("is found by the noted head, by both", async () => {
    for (const files of all) {
      expect(await ownVerdict(record.id, files, record.head)).not.toBeNull();
      expect(secondVerdict(files, record.head)).not.toBeNull();
    }
  });

  it("whose data is not what its type says is damage without one, too, and no crash", async () => {
    const said = await Promise.all(all.map((files) => ownVerdict(record.id, files)));
    expect(said).toContain("#1: unreadable");
  });
});

it("the second verifier as a program: 0 for what is whole, 7 for what is not", async () => {
  await using home = await tempHome();
  const anchor = `${String(record.head.seq)}:${record.head.hash.slice(0, 8)}`;
  const bag = join(home.folder, "bag");
  writeFiles(home.store, record.files);
  writeFiles(bag, record.bag);
  expect(await verifierCode(home.store, anchor)).toBe(0);
  expect(await verifierCode(bag, "22:", record.manifest)).toBe(0);
  writeFiles(bag, replaced(record.bag, "data/custody.csv", Buffer.from("nobody\r\n")));
  expect(await verifierCode(bag)).toBe(7);
});
