// Threads that are called before anybody knows whether they are needed.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { truncateSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callCrew, takeCrew } from "../../../src/adapters/access-log/crew.ts";
import { logFolder, type Folder } from "../../support/log-reading.ts";

const CREW = join(import.meta.dirname, "../../../src/adapters/access-log/crew.ts");
let folder: Folder;
let large: string;

beforeAll(async () => {
  folder = await logFolder();
  large = await folder.write("large.jsonl", '{"time":"2026-11-23T00:00:00Z"}\n');
  truncateSync(large, 256 * 1024 * 1024);
});

afterAll(() => folder[Symbol.asyncDispose]());

let count = 0;

/** Whether V8 takes compiled code of before for good: only with the settings it had then. */
function takesCompiled(): () => boolean {
  const source = "(() => 7)()";
  const cachedData = new Script(source, { filename: "before" }).createCachedData();
  return () => {
    count += 1;
    return (
      new Script(source, { filename: `after-${String(count)}`, cachedData }).cachedDataRejected ===
      false
    );
  };
}

describe("a crew", () => {
  it("changes V8's settings while it reads, and leaves them as they were", async () => {
    const isAsBefore = takesCompiled();
    const crew = takeCrew();
    expect(isAsBefore()).toBe(true);
    crew.workers(0);
    expect(isAsBefore()).toBe(false);
    await crew.end();
    expect(isAsBefore()).toBe(true);
  });

  it("waits with them for its threads to start", async () => {
    const isAsBefore = takesCompiled();
    const crew = takeCrew();
    const [worker] = crew.workers(1);
    expect(isAsBefore()).toBe(true);
    await once(worker!, "online");
    expect(isAsBefore()).toBe(false);
    await crew.end();
    expect(isAsBefore()).toBe(true);
  });
});

describe("a crew that is called ahead", () => {
  it("keeps no command waiting that ends without reading", () => {
    const script = `
      import { callCrew, takeCrew } from ${JSON.stringify(pathToFileURL(CREW).href)};
      callCrew([${JSON.stringify(large)}]);
      console.log(takeCrew().workers(0).length);`;
    expect(
      execFileSync(process.execPath, ["--input-type=module", "-e", script], {
        encoding: "utf8",
        timeout: 20_000,
      }),
    ).toBe("0\n");
  });

  it("is taken once, and opens nothing that can be read once only", async () => {
    const pipe = join(large, "..", "pipe");
    execFileSync("mkfifo", [pipe]);
    callCrew([pipe, "*.jsonl", join(large, "missing")]);
    const [first, second] = [takeCrew(), takeCrew()];
    expect(first).not.toBe(second);
    const [worker] = first.workers(1);
    expect(first.workers(1)).toEqual([worker]);
    await first.end();
    expect(worker?.threadId).toBe(-1);
  });
});
