// The cold rehearsal plays itself: no configuration, a dashboard that only people can use, one host that is far away.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Rehearsal } from "../../../src/cli/rehearsal.ts";
import type { Status } from "../../../src/core/incident/status.ts";
import { cli, jsonOf, tempHome, type LoggedRequest } from "../../support/cli.ts";
import { mustExit } from "./scene.ts";

it("drill --cold --auto ends closed, with the new key proved by its own figures", async () => {
  await using home = await tempHome();
  // The machine has nothing of ours, but for where the store is to lie.
  const { CLARO_IR_IDENTITY: _none, ...env } = home.env;
  const bare = { ...home, env };
  const played = await cli(["drill", "--cold", "--auto", "--seed", "7", "--json"], { home: bare });
  const result = jsonOf<Rehearsal>(mustExit(played, 0, "drill --cold"));
  expect(result.scenario).toBe("cold");
  expect(result.score).toMatchObject({ strategy: "contain-first", misses: [] });
  expect(result.score.containedAfter).toBeGreaterThan(0);
  expect(result.score.restoredAfter).toBeGreaterThan(0);
  expect(await readdir(result.workspace)).not.toContain("claro-ir.yaml");
  expect((await readdir(home.folder)).toSorted()).toEqual(["store", "work"]);

  const at = ["--incident", result.incident] as const;
  const told = await cli(["status", ...at, "--json"], { home: bare });
  const [place] = jsonOf<Status>(told).credentials[0]!.targets;
  expect(place).toMatchObject({ id: "prod-1", state: "in-use", proof: "use" });
  expect(place?.detail).toMatch(/between two of our own calls|grew by more than our own/);

  const log = (await readFile(join(result.workspace, "requests.jsonl"), "utf8")).trimEnd();
  const changes = log
    .split("\n")
    .map((line) => JSON.parse(line) as LoggedRequest)
    .filter((request) => request.effect !== null);
  expect(changes.map((one) => [one.effect, one.path.startsWith("/dashboard/api/keys")])).toEqual([
    ["key.deleted", true],
    ["key.created", true],
  ]);
  expect(changes[0]?.keyId).toBe(result.oldKeyId);
}, 120_000);
