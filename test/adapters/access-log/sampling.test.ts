// When a log was written is told by its traffic: the same events give the same minutes, whatever the format.
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { stridesOf } from "../../../src/adapters/access-log/sampling.ts";
import { FROM, KEY, logFolder, reading, text } from "../../support/log-reading.ts";

interface Call {
  readonly at: number;
  readonly key: string;
}

/** A quiet log: 600 calls in two days, seven minutes and some apart, every fifth with the key. */
const CALLS: readonly Call[] = Array.from({ length: 400 }, (_, at) => ({
  at: FROM - 86_400_000 + at * 431_000,
  key: at % 5 === 0 ? KEY : "key_of_another",
}));

function instant({ at }: Call): string {
  return new Date(at).toISOString();
}

function webTime(call: Call): string {
  const [, , day = "", month = "", year = "", time = ""] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(call.at).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

function jsonl(): string {
  return text(
    CALLS.map((call) =>
      JSON.stringify({
        timestamp: instant(call),
        keyId: call.key,
        clientIp: "203.0.113.9",
        path: "/v1/prompts",
        status: 200,
        userAgent: "a program with a long name/1.0",
      }),
    ),
  );
}

function trail(): string {
  return JSON.stringify({
    Records: CALLS.map((call, index) => ({
      eventVersion: "1.09",
      userIdentity: { type: "IAMUser", accessKeyId: call.key },
      eventTime: instant(call),
      eventSource: "s3.amazonaws.com",
      eventName: "GetObject",
      sourceIPAddress: "203.0.113.9",
      eventID: `e-${String(index)}`,
    })),
  });
}

const FORMATS: readonly (readonly [string, string | Uint8Array])[] = [
  [
    "csv",
    text([
      "time,key_id,ip,path,status",
      ...CALLS.map((call) => `${instant(call)},${call.key},203.0.113.9,/v1,200`),
    ]),
  ],
  [
    "combined",
    text(
      CALLS.map(
        (call) => `203.0.113.9 - ${call.key} [${webTime(call)}] "GET /v1 HTTP/1.1" 200 5 "-" "a/1"`,
      ),
    ),
  ],
  ["jsonl", jsonl()],
  ["jsonl, packed", gzipSync(jsonl())],
  ["cloudtrail", trail()],
];

describe("the minutes in which a log was written", () => {
  it.each(FORMATS)("are all known of a quiet log: %s", async (_, content) => {
    const made = await logFolder();
    onTestFinished(() => made[Symbol.asyncDispose]());
    const { beats, sources } = await reading([await made.write("a.log", content)]);
    expect(sources[0]?.format).not.toBeNull();
    expect(beats).toEqual([CALLS.map(({ at }) => Math.floor(at / 60_000))]);
  });
});

describe("samples of a large log", () => {
  function log(line: string, lines: number) {
    const packing = { container: "plain", encoding: "utf-8" } as const;
    const head = { name: "a.log", text: `${line}\n`.repeat(100) };
    return { head, packing, size: lines * (line.length + 1) };
  }

  it("are as many whether its lines are long or short", () => {
    const [short] = stridesOf([log("x".repeat(79), 100_000)]);
    const [long] = stridesOf([log("x".repeat(399), 100_000)]);
    expect([short, long]).toEqual([977, 4883]);
  });

  it("are every line of a small one", () => {
    expect(stridesOf([log("x".repeat(79), 30_000), log("x", 10)])).toEqual([1, 1]);
  });
});
