import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { tempHome } from "../../support/cli.ts";
import { begin, Room, run } from "../../support/memory-app.ts";
import { play } from "../../support/play.ts";

it("a time that is none is asked for again, and what was answered before it stays", async () => {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  await run(app, id, "capture-minimum-evidence");
  const { person: someone } = await play(room, app, id, [
    { open: "Take the post down" },
    { key: "y" },
    { type: "a paste site" },
    { type: "sometime" },
    { type: "2031-01-01 10:00Z" },
    { type: "now" },
    { live: "q" },
  ]);
  const { facts, steps } = await room.state(id);
  expect(someone.asked.join("\n")).toMatch(
    /Visible until \(now, 01:\d\dZ, or 2026-11-23 01:\d\dZ; Enter = later\)/,
  );
  expect(someone.said.join("\n")).toContain('"sometime" is no time');
  expect(someone.said.join("\n")).toContain("That lies ahead.");
  expect(facts["exposureLocation"]?.value).toBe("a paste site");
  expect(facts["exposedUntil"]?.value).toMatch(/^\d{4}-.*Z$/);
  expect(steps["stop-exposure-source"]?.status).toBe("done");
});

it("a path of logs that is not there is asked for again, with the reason; words about another machine are taken", async () => {
  const room = new Room();
  const app = room.app();
  const id = await begin(app, { runbook: "suspicious-usage" });
  const { person: someone } = await play(room, app, id, [
    { open: "Save the logs" },
    { key: "y" },
    { type: "/nope" },
    { type: "gateway-1:/var/log/access.log" },
    // The next step wants to read them here.
    { type: "/nope/either" },
    { type: "" },
    { key: "b" },
    { live: "q" },
  ]);
  expect(someone.said.join("\n")).toContain("Cannot read /nope: there is no such file or folder.");
  expect(someone.said.join("\n")).toContain("prod-1:/nope");
  expect(someone.said.join("\n")).toContain("Cannot read /nope/either");
  expect((await room.state(id)).facts["logLocations"]?.value).toBe("gateway-1:/var/log/access.log");
});

it("a step is shown without the commands that its room stands for; a file of it is attached there", async () => {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  await using home = await tempHome();
  const file = join(home.folder, "gateway.log");
  await writeFile(file, "no key in here\n");
  const { person: someone } = await play(room, app, id, [
    { open: "Save the logs" },
    { key: "f" },
    { type: `${file}.gone` },
    { key: "f" },
    { type: file },
    { key: "b" },
    { live: "q" },
  ]);
  expect(someone.said.join("\n")).not.toContain("claro-ir step done preserve-logs");
  expect(someone.said.join("\n")).toMatch(/attached: gateway\.log, SHA-256 [0-9a-f]{12}/);
  expect((await room.state(id)).evidence).toMatchObject([
    { name: "gateway.log", step: "preserve-logs" },
  ]);
});
