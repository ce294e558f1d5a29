// Documents with a list of records, of any size, and what was made with a key followed through them.
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { logFolder, reading, requestsIn, type Folder } from "../../support/log-reading.ts";

async function folder(): Promise<Folder> {
  const made = await logFolder();
  onTestFinished(() => made[Symbol.asyncDispose]());
  return made;
}

const KEYS = [{ key: "c1", names: ["AKIAIOSFODNN7EXAMPLE"] }];

interface Call {
  readonly key?: string;
  readonly name?: string;
  readonly user?: string;
  readonly request?: object;
  readonly answer?: object;
}

let serial = 0;

function call(minute: number, what: Call = {}): object {
  const { key = "AKIAIOSFODNN7EXAMPLE", name = "ListBuckets", user = "ci", request, answer } = what;
  serial += 1;
  return {
    eventVersion: "1.09",
    userIdentity: {
      type: "IAMUser",
      arn: `arn:aws:iam::111122223333:user/${user}`,
      accessKeyId: key,
    },
    eventTime: new Date(Date.parse("2026-11-23T10:00:00Z") + minute * 60_000).toISOString(),
    eventSource: "iam.amazonaws.com",
    eventName: name,
    awsRegion: "eu-west-1",
    sourceIPAddress: "203.0.113.9",
    userAgent: "aws-cli/2.17.0",
    requestParameters: request ?? null,
    responseElements: answer ?? null,
    eventID: `e-${String(serial)}`,
  };
}

describe("a document of records", () => {
  it.each([
    ["small", 50],
    ["larger than what is parsed at once", 20_000],
  ])("is read record by record: %s", async (_, count) => {
    const made = await folder();
    const records = Array.from({ length: count }, (_each, at) =>
      call(at % 600, at % 5 === 0 ? {} : { key: "AKIAOTHERSOMEBODYELS", user: "kim" }),
    );
    const file = await made.write("trail.json.gz", gzipSync(JSON.stringify({ Records: records })));
    const read = await reading([file], { keys: KEYS });
    expect(requestsIn(read)).toEqual([count / 5, 0]);
    expect(read.sources).toMatchObject([{ format: "cloudtrail", lines: count, rejected: 0 }]);
    expect(read.others?.requests).toBe(count - count / 5);
  });

  it("that is cut counts up to there, and that is said", async () => {
    const made = await folder();
    const text = JSON.stringify({ Records: Array.from({ length: 100 }, () => call(1)) });
    const file = await made.write("trail.json", text.slice(0, text.length / 2));
    const read = await reading([file], { keys: KEYS });
    expect(requestsIn(read)[0]).toBeGreaterThan(45);
    expect(read.sources[0]?.notes.join("\n")).toMatch(/no whole JSON document/);
    expect(JSON.stringify(read.sources)).not.toContain("Unexpected");
  });

  it("may be followed by others, one a line", async () => {
    const made = await folder();
    const lines = [1, 2, 3].map((at) => JSON.stringify({ Records: [call(at), call(at)] }));
    const read = await reading([await made.write("trail.json", lines.join("\n"))], {
      keys: KEYS,
      format: "cloudtrail",
    });
    expect(requestsIn(read)).toEqual([6, 0]);
  });

  it("of records a line needs none", async () => {
    const made = await folder();
    const lines = [1, 2, 3].map((at) => JSON.stringify(call(at)));
    const read = await reading([await made.write("trail.jsonl", lines.join("\n"))], { keys: KEYS });
    expect(requestsIn(read)).toEqual([3, 0]);
  });
});

describe("what was made with the key", () => {
  it("is followed: keys, users, and what they made, in whatever file", async () => {
    const made = await folder();
    const minted = { accessKey: { accessKeyId: "AKIAMINTEDONE0000000", userName: "backdoor" } };
    const again = { accessKey: { accessKeyId: "AKIAMINTEDTWO0000000", userName: "second" } };
    const first = [
      call(1, {
        name: "CreateUser",
        request: { userName: "backdoor" },
        answer: { user: { userName: "backdoor" } },
      }),
      call(2, { name: "CreateAccessKey", request: { userName: "backdoor" }, answer: minted }),
      call(3, { key: "AKIAINNOCENT00000000", user: "kim" }),
    ];
    const later = [
      call(10, { key: "AKIAMINTEDONE0000000", user: "backdoor" }),
      call(11, {
        key: "AKIAMINTEDONE0000000",
        user: "backdoor",
        name: "CreateAccessKey",
        request: { userName: "second" },
        answer: again,
      }),
      call(20, { key: "AKIAMINTEDTWO0000000", user: "second" }),
    ];
    await made.write("a.json", JSON.stringify({ Records: later }));
    await made.write("b.json", JSON.stringify({ Records: first }));
    const { followed } = await reading([made.path], { keys: KEYS });
    const counts = Object.fromEntries(
      (followed ?? []).map(({ key, window }) => [key, window.requests]),
    );
    expect(counts).toEqual({ backdoor: 2, AKIAMINTEDONE0000000: 2, AKIAMINTEDTWO0000000: 1 });
    const [where] = [...followed!.at(-1)!.window.minutes].map(([, minute]) => minute.where);
    expect(where).toEqual({ source: 0, line: 3 });
  });
});
