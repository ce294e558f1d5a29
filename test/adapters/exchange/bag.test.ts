// A bag as a folder on a disk that refuses: a failure of the disk, told with the file that it was about.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openBag } from "../../../src/adapters/exchange/bag.ts";
import type { BagFile } from "../../../src/ports/bag.ts";

function file(path: string): BagFile {
  return {
    path,
    size: 1,
    async *pieces() {
      yield await Promise.resolve(Buffer.from("a"));
    },
  };
}

it("a folder that cannot be made is a failure of the disk", async () => {
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-bag-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const bag = await openBag(join(folder, "bag"), "bag");
  await bag.add(file("data/one/two/a"));
  await bag.add(file("data/b"));
  await expect(bag.add(file("data/b/c"))).rejects.toMatchObject({ kind: "not-durable" });
  await bag.abandon();
});
