// `audit` as people and scripts run it: with and without an incident, from files and from a pipe, in every form.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditReport } from "../../../src/core/audit/report.ts";
import { cli, jsonOf, tempHome, type Ended, type Home } from "../../support/cli.ts";
import { sharedHands } from "../../support/hands.ts";
import { claroLine, KEY, text } from "../../support/log-reading.ts";

const WINDOW = ["--since", "2026-11-23T00:00Z", "--until", "2026-11-24T00:00Z"];
const ESCAPES = "\u001B]52;c;aGk=\u0007=cmd()|<img src=x>";

let home: Home;

/** Ten days of normal use, and in the window a stranger who copies everything, with a hostile path. */
function lines(): readonly string[] {
  const normal = Array.from({ length: 24 * 11 }, (_, hour) =>
    claroLine((hour - 240) * 3600, { ip: "198.51.100.7" }),
  );
  const theft = Array.from({ length: 900 }, (_, at) =>
    claroLine(40_000 + at, { ip: "203.0.113.66", path: `/v1/prompts/prm_${String(at)}a0` }),
  );
  return [...normal, ...theft, claroLine(41_000, { ip: "203.0.113.66", path: `/v1/${ESCAPES}` })];
}

const WEB =
  '203.0.113.9 - - [23/Nov/2026:13:05:07 +0000] "GET /v1/prompts HTTP/1.1" 200 5 "-" "curl/8.5"';

/** A stranger whose program and path are longer than a screen. */
function longLines(): readonly string[] {
  const long = "x".repeat(300_000);
  return [
    ...lines(),
    claroLine(42_000, { ip: "203.0.113.66", path: `/v1/${long}` }).replace(
      "python-requests/2.32",
      `agent ${long}`,
    ),
  ];
}

beforeAll(async () => {
  home = await tempHome();
  const work = join(home.folder, "work");
  await writeFile(join(work, "access.jsonl"), text(lines()));
  await writeFile(join(work, "access.jsonl.gz"), gzipSync(text(lines())));
  await writeFile(join(work, "empty.jsonl"), "");
  await writeFile(join(work, "rejected.jsonl"), text(["no line", "of any log"]));
  await writeFile(join(work, "cut.jsonl.gz"), gzipSync(text(lines())).subarray(0, -200));
  await writeFile(join(work, "web.log"), `${WEB}\n`);
  await writeFile(join(work, "long.jsonl"), text(longLines()));
  await writeFile(join(work, "quiet.jsonl"), text([claroLine(5, { key: "key_other" })]));
});

afterAll(() => home[Symbol.asyncDispose]());

function audit(...args: readonly string[]): Promise<Ended> {
  return sharedHands().run(["audit", ...args], { home });
}

const BY_ID = ["--key-id", KEY, ...WINDOW];

describe("audit of a key without an incident", () => {
  it("says whether it was misused, why, by whom, and where it stands in the log", async () => {
    const ended = await audit("access.jsonl", ...BY_ID);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(new RegExp(`^${KEY}: misuse (CONFIRMED|PROBABLE)`));
    expect(ended.stdout).toContain("203.0.113.66 (new) 901");
    expect(ended.stdout).toMatch(/F-[0-9a-z]{6} (critical|high).*access\.jsonl:\d+/);
    expect(ended.stdout.split("\n").length).toBeLessThan(50);
  });

  it("gives the same answer packed, and through a pipe", async () => {
    const plain = jsonOf<AuditReport>(await audit("access.jsonl", ...BY_ID, "--json"));
    const packed = jsonOf<AuditReport>(await audit("access.jsonl.gz", ...BY_ID, "--json"));
    const piped = jsonOf<AuditReport>(
      await cli(["audit", "-", ...BY_ID, "--format", "json"], { home, input: text(lines()) }),
    );
    expect(packed.credentials[0]?.window).toEqual(plain.credentials[0]?.window);
    expect(piped.credentials[0]?.window).toEqual(plain.credentials[0]?.window);
    expect(plain.credentials[0]?.window.requests).toBe(925);
    expect(plain.credentials[0]?.series.length).toBeGreaterThan(10);
    expect(plain.credentials[0]?.usual).toHaveLength(24);
    expect(piped.sources[0]?.name).toBe("-");
  });

  it("lets nothing of a log act on a terminal or in Markdown", async () => {
    const table = await audit("access.jsonl", ...BY_ID);
    const markdown = await audit("access.jsonl", ...BY_ID, "--format", "markdown");
    for (const { stdout } of [table, markdown]) {
      expect(Array.from(stdout).filter((sign) => sign < " " && sign !== "\n")).toEqual([]);
      expect(stdout).toContain("cmd()");
    }
    expect(markdown.stdout).toMatch(/^# Audit of access logs\n/);
    expect(markdown.stdout).not.toContain("<img");
  });

  it("exits 1 from the level on that was asked for, and else 0", async () => {
    expect((await audit("access.jsonl", ...BY_ID, "--fail-on", "high")).code).toBe(1);
    expect((await audit("quiet.jsonl", ...BY_ID, "--fail-on", "low")).code).toBe(0);
  });

  it("never takes silence for no", async () => {
    const ended = await audit("quiet.jsonl", ...BY_ID);
    expect(ended.stdout).toContain("misuse UNKNOWN");
    expect(ended.stdout).toContain("gaps:");
  });

  it("says what the logs call keys, and what to type, where none of them is the key", async () => {
    const ended = await audit("quiet.jsonl", ...BY_ID);
    expect(ended.stdout).toContain("The logs name key_other.");
    expect(ended.stdout).toContain("--key-id <name>");
  });

  it.each([
    ["an empty one", ["empty.jsonl"], "nothing in it"],
    ["lines of no log", ["rejected.jsonl"], "its format was not recognised"],
    ["lines of another format", ["quiet.jsonl", "--source", "combined"], "hardly a line of it"],
  ])("exits 1 where no line could be read: %s", async (_, args, why) => {
    const ended = await audit(...args, ...BY_ID);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain("No line of any log could be read");
    expect(ended.stdout).not.toContain("do not name the key");
    expect(ended.stderr).toContain(why);
    expect(ended.stderr).toContain("next: ");
    const json = await audit(...args, ...BY_ID, "--json");
    expect(json.code).toBe(1);
    expect(jsonOf<AuditReport>(json).credentials[0]).toMatchObject({
      misuse: "UNKNOWN",
      isCovered: false,
    });
  });

  it("names what is missing of a log that is cut", async () => {
    const ended = await audit("cut.jsonl.gz", ...BY_ID, "--json");
    const { gaps, sources } = jsonOf<AuditReport>(ended);
    expect(sources[0]?.unread?.after).toBe(sources[0]?.to);
    expect(gaps.map(({ source }) => source)).toContain("cut.jsonl.gz");
  });

  it("says of a log without keys what it covers, and what to do", async () => {
    const ended = await audit("web.log", ...BY_ID);
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain("--column key=<field>");
    expect(ended.stdout).toContain("1 request of all callers together");
  });

  it("keeps what a caller sends to one line of the screen", async () => {
    const { stdout } = await audit("long.jsonl", ...BY_ID);
    expect(stdout).toContain("agent xxx");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThan(400);
    expect(stdout).not.toContain("x".repeat(80));
  });

  it.each([
    ["a file that is not there", ["gone.jsonl", ...BY_ID], /no such file/],
    ["a format that is none", ["access.jsonl", ...BY_ID, "--source", "papyrus"], /no log format/],
    [
      "a column that is none",
      ["access.jsonl", ...BY_ID, "--source", "jsonl", "--column", "key=nope"],
      /column/,
    ],
    ["a column without its field", ["access.jsonl", ...BY_ID, "--column", "nope"], /--column/],
    ["a zone that is none", ["access.jsonl", ...BY_ID, "--zone", "Mars/Olympus"], /time zone/],
    ["a network that is none", ["access.jsonl", ...BY_ID, "--own-network", "10.0.0.1"], /network/],
    ["a time that is none", ["access.jsonl", "--key-id", KEY, "--since", "noonish"], /no time/],
    [
      "a window that ends before it begins",
      ["access.jsonl", "--key-id", KEY, "--since", "2026-11-24", "--until", "2026-11-23"],
      /ends before/,
    ],
    ["no incident and no key", ["access.jsonl"], /incident/],
    ["something to attach to", ["access.jsonl", ...BY_ID, "--attach"], /attached/],
  ])("asks for another: %s", async (_, args, words) => {
    const ended = await audit(...args);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(words);
    expect(ended.stdout).toBe("");
  });
});

describe("audit of an incident's key", () => {
  it("knows the key and the time, and attaches report and findings when asked", async () => {
    const started = await sharedHands().run(
      [
        "start",
        "--key",
        "production-web-app",
        "--key-id",
        KEY,
        "--environment",
        "production",
        "--no-input",
        "--detected-at",
        "2026-11-23T18:00Z",
      ],
      { home },
    );
    expect(started.code).toBe(0);
    const looked = await audit("access.jsonl", "--until", "2026-11-24T00:00Z", "--json");
    expect(looked.code).toBe(0);
    const report = jsonOf<AuditReport & { incident: string }>(looked);
    expect(report.incident).toMatch(/^INC-/);
    expect(report.window.from).toBe("2026-11-22T18:00:00.000Z");
    expect(report.credentials).toMatchObject([{ credential: "c1", window: { requests: 931 } }]);
    expect(report.sources[0]?.sha256).toBeNull();
    const dry = await audit(
      "access.jsonl",
      "--until",
      "2026-11-24T00:00Z",
      "--attach",
      "--dry-run",
    );
    expect(dry.code).toBe(0);
    const none = await sharedHands().run(["finding", "list", "--json"], { home });
    expect(jsonOf<{ findings: unknown[] }>(none).findings).toEqual([]);
    const attached = await audit("access.jsonl", "--until", "2026-11-24T00:00Z", "--attach");
    expect(attached).toMatchObject({ code: 0 });
    const listed = await sharedHands().run(["finding", "list", "--json"], { home });
    const { report: digest, findings } = jsonOf<{ report: string; findings: { id: string }[] }>(
      listed,
    );
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(findings.map(({ id }) => id).sort()).toEqual(
      report.credentials[0]!.findings.map(({ id }) => id).sort(),
    );
  });
});
