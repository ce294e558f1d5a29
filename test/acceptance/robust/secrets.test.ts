// No secret leaves: after a whole run, and after errors that try to carry one out, it lies only where it belongs.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sharedHands } from "../../support/hands.ts";
import { expectCode } from "./expect-code.ts";
import { filesWithSecret, formsOf, holdsSecret } from "./secret-forms.ts";
import type { Point } from "./point.ts";
import { Stage } from "./stage.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FORMATS = ["text", "md", "json", "jsonl", "csv"];
/** A made-up key of the vendor's form that was never one. */
const PASTED = "sk_live_9aB7cD5eF3gH1iJ2kL4mN6oP8qR0sT1uV3wX5yZ7aB";

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open(17);
});

afterAll(async () => {
  await stage.close();
});

function outputs(point: Point): string {
  return point.runs.map((ran) => `${ran.stdout}\n${ran.stderr}`).join("\n");
}

describe("the search", () => {
  it("finds a secret in each of its forms, and nothing else", () => {
    for (const before of ["", "a", "ab"]) {
      const inside = Buffer.from(`${before}${PASTED}tail`);
      expect(holdsSecret(`.. ${inside.toString("base64")} ..`, [PASTED])).toBe(true);
      expect(holdsSecret(inside.toString("base64url"), [PASTED])).toBe(true);
      expect(holdsSecret(inside.toString("hex"), [PASTED])).toBe(true);
    }
    expect(formsOf(PASTED).every((form) => form.length > 40)).toBe(true);
    expect(holdsSecret(`${PASTED.slice(0, 49)}!`, [PASTED])).toBe(false);
  });
});

it("a whole run leaves both keys only where they belong", async () => {
  const point = await stage.point();
  await point.start("--strategy", "contain-first", "--because", "it is public");
  await point.ok(["decide", "outage", "10", "--because", "it is public"]);
  await point.ok(["run", "capture-minimum-evidence"]);
  await point.ok(["run", "block-compromised-key", "--confirm", point.name]);
  await point.ok(["run", "verify-key-rejected"]);
  await point.ok(["run", "create-replacement-key", "--json"]);
  await point.ok(["run", "deploy-replacement-key", "--verbose"]);
  await point.ok(["run", "verify-replacement-live"]);
  await point.ok(["run", "update-register"]);
  await point.run(["probe"]);
  await point.run(["secret", "reveal"]);
  await point.run(["run", "create-replacement-key"]);
  const toCat = await point.run(["secret", "pipe", "--", "cat"]);
  const toFailing = await point.run(["secret", "pipe", "--", "sh", "-c", "cat; exit 7"]);
  const toNone = await point.run(["secret", "pipe", "--", "no-such-program"]);
  for (const format of FORMATS)
    await point.ok(["timeline", "--format", format, "--output", `timeline.${format}`]);
  await point.ok(["timeline", "--json"]);
  await point.ok(["postmortem"]);
  await point.ok(["postmortem", "--output", "postmortem.md"]);
  await point.ok(["keys", "list", "--json"]);
  await point.ok(["step", "list", "--json"]);
  const fresh = point.holds();
  expect(fresh).not.toBe(point.old.secret);
  // stdout is the program's own, and its failure no remote service's.
  expect(toCat).toMatchObject({ code: 0, stdout: `${fresh}\n` });
  expect(toCat.stderr).toMatch(/^cat took \.\.\w{4} and ended with 0$/m);
  expect(toFailing).toMatchObject({ code: 1, stdout: `${fresh}\n` });
  expect(toFailing.stderr).toMatch(/ended with 7$/m);
  expect(toNone).toMatchObject({ code: 2, stdout: "" });

  const piped = point.runs.filter((ran) => ran.args[1] === "pipe");
  for (const ran of point.runs) {
    if (piped.includes(ran)) continue;
    const shown = holdsSecret(ran.stdout + ran.stderr, [point.old.secret, fresh]);
    expect({ args: ran.args, shown }).toEqual({ args: ran.args, shown: false });
  }
  const found = filesWithSecret(stage.home.folder, [point.old.secret, fresh]);
  const own = point.folder.slice(stage.home.folder.length + 1);
  expect(found).toEqual([`${own}/app.env`, `${own}/old.key`, "workspace/.sandbox/state.json"]);
});

describe("a secret as an argument", () => {
  let point: Point;

  beforeAll(async () => {
    point = await stage.point({ hands: sharedHands() });
    await point.start();
  });

  it.each([
    ["--key", ["start", "--key", PASTED]],
    ["--summary", ["start", "--key", "other-key", "--summary", `found ${PASTED} on a paste site`]],
    ["--because", ["decide", "severity", "P1", "--because", `look: ${PASTED}`]],
    ["--note", ["step", "done", "preserve-logs", "--note", `it was ${PASTED}`]],
    ["note", ["note", PASTED]],
    ["note, in a sentence", ["note", `somebody posted "${PASTED}" yesterday`]],
    ["fact", ["fact", "exposurePlace", `https://paste.example/?k=${PASTED}`]],
    ["--incident", ["status", "--incident", PASTED]],
    ["a command", [PASTED]],
    ["a step", ["step", "done", PASTED]],
    ["evidence", ["evidence", "add", `${PASTED}.txt`]],
    ["--output", ["timeline", "--output", `./${PASTED}.txt`]],
    ["an option's value that is refused", ["start", "--key", "x", "--environment", PASTED]],
  ])("%s: refused or replaced, never kept, never shown", async (name, args) => {
    for (const json of name === "note" ? [[], ["--json"]] : [[]]) {
      const ran = await point.by([...args, ...json]);
      expectCode(ran, 0, 2);
      expect(holdsSecret(ran.stdout + ran.stderr, [PASTED])).toBe(false);
    }
    expect(filesWithSecret(point.folder, [PASTED])).toEqual([]);
  });
});

it("evidence whose name is the key itself is refused, or kept without it", async () => {
  const point = await stage.point();
  await point.start();
  const { secret } = point.old;
  writeFileSync(join(point.folder, `dump-${secret}.log`), "GET /v1/prompts 200");
  const named = await point.run(["evidence", "add", `dump-${secret}.log`]);
  expect(named.code).toBe(2);
  await point.ok(["evidence", "list", "--json"]);
  expect(holdsSecret(outputs(point), [secret])).toBe(false);
  expect(filesWithSecret(point.store, [secret])).toEqual([]);
});

it("a vendor that throws the key back at us is not quoted", async () => {
  const fresh = PASTED.replace("9aB7", "Zz99");
  const rude = createServer((request, response) => {
    const text = `you said ${request.headers.authorization ?? ""} and ${request.url ?? ""}; new: ${fresh}`;
    response.statusCode = request.method === "POST" ? 500 : 418;
    response.setHeader("x-echo", request.headers.authorization ?? "");
    response.setHeader("location", `/${request.headers.authorization ?? ""}`);
    response.end(`<html>${text}</html>`);
  });
  await new Promise<void>((listening) => rude.listen(0, "127.0.0.1", listening));
  const { port } = rude.address() as AddressInfo;
  const url = `http://127.0.0.1:${String(port)}`;
  const admin = readFileSync(join(stage.sandbox.workspace, "admin.key"), "utf8").trim();
  const point = await stage.point({
    hands: sharedHands(),
    configure: (yaml) => yaml.replace(/baseUrl: "[^"]+"/, `baseUrl: "${url}"`),
  });
  await point.start("--strategy", "contain-first", "--because", "it is public");
  const codes: (number | null)[] = [];
  for (const args of [
    ["run", "capture-minimum-evidence"],
    ["run", "create-replacement-key"],
    ["reconcile"],
    ["probe"],
    ["decide", "outage", "10", "--because", "x"],
    ["run", "block-compromised-key", "--confirm", point.name],
    ["timeline"],
    ["status", "--json"],
  ])
    codes.push((await point.by([...args, "--verbose"])).code);
  rude.close();
  expect(codes).toContain(5);
  const secrets = [point.old.secret, fresh, admin];
  expect(holdsSecret(outputs(point), secrets)).toBe(false);
  expect(filesWithSecret(point.store, secrets)).toEqual([]);
});

it("a secret file that others may read is refused, unread", async () => {
  const point = await stage.point();
  chmodSync(join(point.folder, "old.key"), 0o644);
  const ran = await point.run(["start", "--key", point.name, "--secret-file", "old.key"]);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("chmod 600");
  expect(holdsSecret(outputs(point), [point.old.secret])).toBe(false);
});
