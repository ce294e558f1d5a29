// Every scenario plays itself to its right end, and to the same score again.
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import type { Rehearsal } from "../../../src/cli/rehearsal.ts";
import type { Status } from "../../../src/core/incident/status.ts";
import { cli, jsonOf, tempHome, type Home, type LoggedRequest } from "../../support/cli.ts";
import { mustExit } from "./scene.ts";

const TIMEOUT = 120_000;

async function played(home: Home, scenario: string): Promise<Rehearsal> {
  const args = ["drill", "--scenario", scenario, "--auto", "--seed", "7", "--json"];
  return jsonOf<Rehearsal>(mustExit(await cli(args, { home }), 0, scenario));
}

async function statusOf(home: Home, { incident }: Rehearsal): Promise<Status> {
  return jsonOf<Status>(await cli(["status", "--incident", incident, "--json"], { home }));
}

async function effects({ requestLog }: Rehearsal): Promise<readonly string[]> {
  const log = (await readFile(requestLog, "utf8")).trimEnd();
  return log
    .split("\n")
    .map((line) => (JSON.parse(line) as LoggedRequest).effect)
    .filter((effect) => effect !== null);
}

it("ci-log: six keys of three vendors, cut and replaced", { timeout: TIMEOUT }, async () => {
  await using home = await tempHome();
  const [first, second] = [await played(home, "ci-log"), await played(home, "ci-log")];
  expect(second.score).toEqual(first.score);
  expect(first.score.misses).toEqual([]);
  const { state, runbook, credentials } = await statusOf(home, first);
  expect([state, runbook.id]).toEqual(["closed", "ci-secret-exposure"]);
  expect(credentials.map((one) => [one.provider, one.environment, one.old.state])).toEqual([
    ["claro", "production", "dead"],
    ["openai", "production", "dead"],
    ["github-token", "production", "dead"],
    ["claro", "staging", "dead"],
    ["openai", "staging", "dead"],
    ["github-token", "staging", "dead"],
  ]);
  expect(credentials.map((one) => one.new.state)).toEqual(Array(6).fill("in-use"));
  const made = await effects(first);
  expect(made.filter((effect) => effect === "key.created")).toHaveLength(6);
  expect(made.filter((effect) => effect === "key.deleted")).toHaveLength(6);
});

it("laptop-lost: replaced first, then cut, without an outage", { timeout: TIMEOUT }, async () => {
  await using home = await tempHome();
  const [first, second] = [await played(home, "laptop-lost"), await played(home, "laptop-lost")];
  expect(second.score).toEqual(first.score);
  expect(first.score).toMatchObject({ strategy: "replace-first", misses: [] });
  const { state, runbook, credentials } = await statusOf(home, first);
  expect([state, runbook.id, credentials[0]?.old.state]).toEqual(["closed", "lost-key", "dead"]);
  expect(await effects(first)).toEqual(["key.created", "key.deleted"]);
  const polls = (await readFile(first.accessLog, "utf8")).trimEnd().split("\n");
  const failed = polls.filter((line) => line.includes("acme-reports") && line.includes(":401,"));
  expect(failed).toEqual([]);
});

it("suspicion: stood down, with no key cut or made", { timeout: TIMEOUT }, async () => {
  await using home = await tempHome();
  const [first, second] = [await played(home, "suspicion"), await played(home, "suspicion")];
  expect(second.score).toEqual(first.score);
  expect(first.score).toMatchObject({ containedAfter: null, restoredAfter: null, misses: [] });
  const status = await statusOf(home, first);
  expect([status.state, status.runbook.id, status.severity]).toEqual([
    "stood-down",
    "suspicious-usage",
    "P4",
  ]);
  expect(await effects(first)).toEqual([]);
});

it("a scenario that does not exist is refused with the list", { timeout: TIMEOUT }, async () => {
  await using home = await tempHome();
  for (const command of ["drill", "sandbox"]) {
    const refused = await cli([command, "--scenario", "flood"], { home });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/public-leak, ci-log, laptop-lost, suspicion, cold/);
  }
  const cold = await cli(["drill", "--cold", "--scenario", "suspicion"], { home });
  expect([cold.code, cold.stderr]).toEqual([2, expect.stringContaining("--cold rehearses")]);
});
