// The watch of a dead key over real files: ours told from others, what is new on record, the window that is clean or not.
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { App } from "../../src/app/context.ts";
import { change } from "../../src/app/incident.ts";
import { BY_CONTENT, type LogFile } from "../../src/app/logs.ts";
import { beginWatch, lookOut } from "../../src/app/watch.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/instant.ts";
import type { ReadRequest } from "../../src/ports/access-log.ts";
import { logsSay } from "../support/audited.ts";
import { done, on } from "../support/facts.ts";
import { begin, failure, Room, run } from "../support/memory-app.ts";

let room: Room;
let app: App;
let id: string;
let folder: string;
let asked: ReadRequest[];

describe("the watch", () => {
  function files(): readonly LogFile[] {
    return [{ path: join(folder, "access.jsonl"), name: "access.jsonl", reading: BY_CONTENT }];
  }
  const c1 = on("c1");

  beforeEach(async () => {
    room = new Room();
    app = room.app();
    id = await begin(app, { strategy: "contain-first" });
    folder = await mkdtemp(join(tmpdir(), "claro-ir-watch-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, "access.jsonl"), "{}\n");
    await change(app, id, () => [c1.probed("old", "ALIVE"), c1.blocked(), c1.died]);
    asked = logsSay(room, []);
  });

  it("sorts ours from others, and puts a look on record only where it tells something", async () => {
    logsSay(room, [
      { after: MINUTE, ip: "10.0.0.7", status: 401, agent: "acme-web/2.4" },
      { after: 2 * MINUTE, ip: "203.0.113.9", status: 401 },
    ]);
    const first = await lookOut(app, id, files(), false);
    expect(first.exitCode).toBe(1);
    expect(first.lines.join("\n")).toMatch(
      /ours still try it \(owner .*\):\n {2}10\.0\.0\.7 .*acme-web/,
    );
    expect(first.lines.join("\n")).toMatch(/somebody else tries it:\n {2}203\.0\.113\.9/);
    expect(first.lines).toContain("  2 requests with it: 1 of ours, 1 of others");
    await lookOut(app, id, files(), false);
    await room.clock.sleep(HOUR);
    await lookOut(app, id, files(), false);
    logsSay(room, [{ after: 2 * MINUTE, ip: "198.51.100.7", status: 401 }]);
    await lookOut(app, id, files(), false);
    const types = (await room.types(id)).filter((type) => type === "watch.observed");
    expect(types).toHaveLength(3);
  });

  it("always says how much it saw and how far the logs reach, also when all is quiet", async () => {
    await room.clock.sleep(20 * MINUTE);
    const { lines, exitCode } = await lookOut(app, id, files(), false);
    expect(exitCode).toBe(0);
    expect(lines.slice(0, 3)).toEqual([
      "c1 ..Old9 since 2026-11-23 02:10Z: nothing accepted",
      "  no request with it was seen, neither of ours nor of others",
      "  1 log looked through, they reach to 2026-11-23 02:30Z",
    ]);
  });

  it("says of an empty log that it says nothing, and of one that ends before the cut that nothing is known yet", async () => {
    const silent = room.readLogs;
    room.readLogs = async (request) => {
      const read = await silent(request);
      return {
        ...read,
        sources: read.sources.map((one) => ({ ...one, lines: 0, from: null, to: null })),
      };
    };
    const empty = await lookOut(app, id, files(), false);
    expect(empty.lines[0]).toBe("access.jsonl is empty: it says nothing about who tries the key");
    expect(empty.lines.join("\n")).toContain("none with a time: nothing is known yet");
    room.readLogs = async (request) => {
      const read = await silent(request);
      return {
        ...read,
        sources: read.sources.map((one) => ({ ...one, to: "2026-11-23T01:00:00.000Z" })),
      };
    };
    const old = await lookOut(app, id, files(), false);
    expect(old.lines.join("\n")).toContain(
      "end 2026-11-23 01:00Z, before the cut: nothing is known yet",
    );
    expect(old.lines[0]).toContain("whether it was accepted is not known yet");
  });

  it("takes a use that was let in for what it is: the key lives, its cut is to be done again", async () => {
    logsSay(room, [{ after: 10 * MINUTE, ip: "203.0.113.9" }]);
    await room.clock.sleep(20 * MINUTE);
    const { exitCode, lines } = await lookOut(app, id, files(), false);
    expect(exitCode).toBe(1);
    expect(lines[0]).toContain("!! ACCEPTED 1 time after its death");
    const types = await room.types(id);
    expect(types.slice(types.indexOf("watch.observed"))).toContain("key.revived");
    expect((await room.state(id)).credentials["c1"]?.old.state).toBe("alive");
  });

  it("does not say that nothing was accepted of what a cache may have let in", async () => {
    logsSay(room, [{ after: MINUTE, ip: "203.0.113.9" }]);
    await room.clock.sleep(20 * MINUTE);
    const { exitCode, lines } = await lookOut(app, id, files(), false);
    expect(exitCode).toBe(0);
    expect(lines[0]).toContain("accepted 1 time within minutes of its death");
    expect(lines.join("\n")).toContain("1 ACCEPTED");
  });

  it("is not called clean because somebody settled its step by word", async () => {
    await change(app, id, () => [done("verify-key-rejected", "c1"), done("verify-eradication")]);
    const { exitCode, lines } = await run(app, id, "verify-eradication", { files: [folder] });
    expect(exitCode).toBe(1);
    expect(lines.at(-1)).toBe("settled by word; the logs do not show it yet");
  });

  it("goes on where it was: the end is an instant on record, moved only on request", async () => {
    expect(await beginWatch(app, id, undefined)).toBe("2026-11-24T02:10:00.000Z");
    await room.clock.sleep(3 * HOUR);
    expect(await beginWatch(app, id, undefined)).toBe("2026-11-24T02:10:00.000Z");
    expect(await beginWatch(app, id, 2 * DAY)).toBe("2026-11-25T02:10:00.000Z");
  });

  it("completes its step once the window is clean, and not before", async () => {
    await change(app, id, () => [done("verify-key-rejected", "c1")]);
    const early = await run(app, id, "verify-eradication", { files: [folder] });
    expect(early.exitCode).toBe(1);
    expect(early.lines.join("\n")).toContain("not clean yet: c1 is watched until");
    await room.clock.sleep(25 * HOUR);
    const late = await run(app, id, "verify-eradication", { files: [folder] });
    expect(late.lines.at(-1)).toBe("the window is clean");
    expect((await room.state(id)).steps["verify-eradication"]).toMatchObject({ grade: "E1" });
  });

  it("reads what the log was renamed to since the cut, and nothing older", async () => {
    await writeFile(join(folder, "access.jsonl.1"), "{}\n");
    await writeFile(join(folder, "access.jsonl.2"), "{}\n");
    await utimes(
      join(folder, "access.jsonl.1"),
      new Date(room.clock.now()),
      new Date(room.clock.now() + 1),
    );
    await utimes(join(folder, "access.jsonl.2"), 1, 1);
    await lookOut(app, id, files(), false);
    expect(asked.at(-1)?.paths).toEqual([
      join(folder, "access.jsonl"),
      join(folder, "access.jsonl.1"),
    ]);
  });

  it("of a key that is not cut is refused", async () => {
    const other = new Room();
    const theirs = other.app();
    const incident = await begin(theirs);
    const error = await failure(run(theirs, incident, "verify-eradication", { files: [folder] }));
    expect(error.code).toBe("not-cut");
  });
});
