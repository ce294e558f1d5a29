// What every notifier does, well and when its service or the way there misbehaves: taken, certain or unknown, one attempt, no secret in words.
import { afterEach, describe, expect, it } from "vitest";
import { createHttp } from "../../src/adapters/http/client.ts";
import { createResolver } from "../../src/adapters/config/resolve-reference.ts";
import { connectNotifier, NOTIFIERS } from "../../src/adapters/notifier/index.ts";
import type { Notice } from "../../src/core/notify/notice.ts";
import { NotDelivered, type Notifier } from "../../src/ports/notifier.ts";
import { OutsideError } from "../../src/ports/outside.ts";
import * as fc from "fast-check";
import { HOSTILE_TEXT } from "../support/hostile.ts";
import { NOTIFIER_DOUBLES, type NotifierDouble } from "../support/double/notifier.ts";
import type { Trouble } from "../support/double/notifier-http.ts";

const OP = "5f0c1d2e-3a4b-4c5d-8e6f-708192a3b4c5";

const NOTICE: Notice = {
  id: OP,
  occasion: "trigger",
  incident: "INC-20261123-k7f3",
  called: "INC-20261123-k7f3 (sapphire)",
  dedupKey: "claro-ir/INC-20261123-k7f3",
  severity: "P1",
  phase: "immediate",
  status: "open",
  title: "[P1] INC-20261123-k7f3 (sapphire) declared",
  lines: ["key on a public page <script> & more", "c1 production-web-app: old key alive"],
  anchor: "#12 ab12cd34",
  at: "2026-11-23T02:10:07.000Z",
};

const open: NotifierDouble[] = [];
afterEach(async () => {
  for (const double of open.splice(0)) await double.close();
});

function connect(
  double: Pick<NotifierDouble, "kind" | "env" | "endpoints">,
  options: Readonly<Record<string, unknown>>,
): { notifier: Notifier; remembered: string[] } {
  const remembered: string[] = [];
  const notifier = connectNotifier(
    { id: "chan", kind: double.kind, options },
    {
      http: createHttp({ env: {} }),
      resolve: createResolver({ env: double.env, folder: "/", home: "/" }),
      remember: (value) => remembered.push(value),
      now: () => Date.parse("2026-11-23T02:10:09.000Z"),
      endpoints: double.endpoints,
    },
  );
  return { notifier, remembered };
}

async function arranged(kind: string) {
  const start = NOTIFIER_DOUBLES[kind];
  if (start === undefined) throw new Error(`${kind} has no stand-in`);
  const double = await start();
  open.push(double);
  return { double, ...connect(double, double.options) };
}

async function failureOf(work: Promise<unknown>): Promise<NotDelivered> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(NotDelivered);
  return error as NotDelivered;
}

function words(error: Error): string {
  return `${error.message} ${String(error.cause)} ${JSON.stringify(error)} ${error.stack ?? ""}`;
}

/** What each trouble means; `again`: trying again may help. */
const TROUBLES: readonly (readonly [Trouble["how"], { certain: boolean; again: boolean }])[] = [
  ["busy", { certain: true, again: true }],
  ["no", { certain: true, again: false }],
  ["moved", { certain: true, again: false }],
  ["cut", { certain: false, again: true }],
  ["silent", { certain: false, again: true }],
  ["drip", { certain: false, again: true }],
];

describe.each(NOTIFIERS.map(({ kind }) => kind))("notifier %s", (kind) => {
  it("brings a message whole, with its mark, within the service's own rules", async () => {
    const { double, notifier, remembered } = await arranged(kind);
    const { status } = await notifier.send(NOTICE, 5000);
    expect(status).toBeGreaterThanOrEqual(200);
    expect(double.complaints).toEqual([]);
    expect(double.got).toHaveLength(1);
    for (const part of [
      "#12 ab12cd34",
      OP,
      "INC-20261123-k7f3",
      "sapphire",
      "key on a public page",
    ])
      expect(double.got[0]).toContain(part);
    for (const secret of double.secrets) expect(remembered.join("\n")).toContain(secret);
    expect(JSON.stringify(notifier.body(NOTICE))).not.toMatch(new RegExp(double.secrets.join("|")));
  });

  it("says what it is for in a test message, and names no incident", async () => {
    const { double, notifier } = await arranged(kind);
    await notifier.send(
      {
        ...NOTICE,
        occasion: "test",
        incident: null,
        called: "TEST",
        title: "TEST: x",
        anchor: null,
        lines: ["This is a test"],
      },
      5000,
    );
    expect(double.complaints).toEqual([]);
    expect(double.got.join("\n")).toMatch(/TEST/);
  });

  it.each(TROUBLES)("judges `%s` rightly and repeats nothing", async (how, means) => {
    const { double, notifier } = await arranged(kind);
    double.trouble({ taken: !means.certain, how });
    const error = await failureOf(notifier.send(NOTICE, 400));
    expect({ certain: error.certain, again: error.again }).toEqual(means);
    expect(double.got).toHaveLength(means.certain ? 0 : 1);
    for (const secret of double.secrets) expect(words(error)).not.toContain(secret);
    expect(double.complaints).toEqual([]);
  });

  it("takes a server that failed for worth another try", async () => {
    const { double, notifier } = await arranged(kind);
    double.trouble({ taken: false, how: "broken" });
    const { again, certain } = await failureOf(notifier.send(NOTICE, 2000));
    // A mail server's 4yz is a no for now; behind a 5xx the message may have been passed on.
    expect([again, certain]).toEqual([true, kind === "email"]);
    await notifier.send(NOTICE, 5000);
    expect(double.got).toHaveLength(1);
  });

  it("knows that nobody was there", async () => {
    const { double, notifier } = await arranged(kind);
    await double.close();
    const error = await failureOf(notifier.send(NOTICE, 2000));
    expect([error.certain, error.again]).toEqual([true, true]);
    for (const secret of double.secrets) expect(words(error)).not.toContain(secret);
  });

  it("names a reference that leads nowhere, and nothing is sent", async () => {
    const { double } = await arranged(kind);
    const { notifier } = connect({ ...double, env: {} }, double.options);
    const error: unknown = await notifier.send(NOTICE, 1000).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OutsideError);
    expect((error as OutsideError).message).toMatch(new RegExp(Object.keys(double.env).join("|")));
    expect(double.got).toEqual([]);
  });

  it("stays within its limits with hostile text in every field", async () => {
    const { double, notifier } = await arranged(kind);
    const evil = [
      ...fc.sample(HOSTILE_TEXT, { numRuns: 12, seed: 7 }),
      "x\r\nBcc: thief@evil.example",
      "<!channel> <@U1> [a](http://evil) **b**",
    ];
    for (const [at, text] of evil.entries())
      await notifier.send(
        {
          ...NOTICE,
          id: OP.replace(/..$/, String(at + 10)),
          title: text,
          called: text,
          lines: [text, text],
        },
        5000,
      );
    const big = "&<>\u{1F511}".repeat(250_000);
    await notifier.send(
      { ...NOTICE, title: big, lines: Array.from({ length: 300 }, () => big.slice(0, 5000)) },
      5000,
    );
    expect(double.complaints).toEqual([]);
    expect(double.got).toHaveLength(evil.length + 1);
    const steering =
      // oxlint-disable-next-line no-control-regex -- that none is there is the point
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
    expect(double.got.filter((text) => steering.test(text))).toEqual([]);
    expect(double.got.filter((text) => !text.includes(OP.slice(0, 30)))).toHaveLength(0);
    expect(double.got.at(-1)?.includes("(cut)")).toBe(true);
  });

  it("looks without sending anything", async () => {
    const { double, notifier } = await arranged(kind);
    expect(await notifier.look(5000)).toMatch(/answers/);
    expect(double.got).toEqual([]);
    expect((await notifier.whither()).isLoopback).toBe(true);
  });
});
