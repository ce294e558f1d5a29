// What every deploy target over HTTP does when its vendor, or the way there, misbehaves: certain or unknown, one attempt, one value, no key in words.
import { afterEach, describe, expect, it, vi } from "vitest";

import { Secret } from "../../src/core/credential/secret.ts";
import type { OutsideError } from "../../src/ports/outside.ts";
import { stubServer } from "../adapters/http/stub-server.ts";
import { connectDouble, startDouble } from "../adapters/target/arrange.ts";
import { failureOf } from "../adapters/target/support.ts";
import { doubles } from "../support/double/index.ts";
import type { Double, Fault, Reply } from "../support/double/server.ts";

const OLD = "sk_live_OLDoldOLDold9876";
const NEW = "sk_live_NEWnewNEWnew1234";
const OTHER = "sk_live_OTHERotherOTHER55";
const TOKEN = "3f0d8f2e-6c1b-4a57-9c3e-0b1f2a3c4d5e";

/** Every answer repeats the key, as a careless vendor might. */
function status(code: number, headers: Record<string, string> = {}): Reply {
  return { status: code, headers, body: { error: { code, message: NEW } } };
}

const html: Reply = {
  status: 200,
  headers: { "content-type": "text/html" },
  body: `<html>Welcome to the airport network ${NEW}</html>`,
};
const huge: Reply = { status: 200, body: { value: NEW, more: "x".repeat(1_100_000) } };

/** Turned away: nothing was changed, whoever asks later. */
const REFUSED: readonly (readonly [string, Fault])[] = [
  ["400", { applied: false, reply: status(400) }],
  ["401", { applied: false, reply: status(401) }],
  ["403", { applied: false, reply: status(403) }],
  ["404", { applied: false, reply: status(404) }],
  ["407", { applied: false, reply: status(407) }],
  ["429 with a wish", { applied: false, reply: status(429, { "retry-after": "7" }) }],
  [
    "429 with an absurd wish",
    { applied: false, reply: status(429, { "retry-after": "99999999" }) },
  ],
];

/** Done all the same, or not: nobody can know from the answer. */
const UNKNOWN: readonly (readonly [string, Fault])[] = [
  ["408", { applied: true, reply: status(408) }],
  ["409", { applied: true, reply: status(409) }],
  ["500", { applied: true, reply: status(500) }],
  ["502 in HTML", { applied: true, reply: { ...html, status: 502 } }],
  ["503", { applied: true, reply: status(503, { "retry-after": "1" }) }],
  ["504", { applied: true, reply: status(504) }],
  ["a cut connection", { applied: true, reply: "cut" }],
  ["silence", { applied: true, reply: "silent" }],
  ["a drip without end", { applied: true, reply: "drip" }],
  [
    "compressed bytes",
    { applied: true, reply: { ...html, headers: { "content-encoding": "gzip" } } },
  ],
  ["HTML 200", { applied: true, reply: html }],
  ["an empty object", { applied: true, reply: { status: 200, body: {} } }],
  ["no JSON", { applied: true, reply: { status: 200, body: "{" } }],
  ["too much", { applied: true, reply: huge }],
];

/** 404 is left out, it may rightly mean that the place is there and empty; and the drip, where reads wait for the deadline as in silence. */
const UNREADABLE = [...REFUSED, ...UNKNOWN].filter(
  ([name]) => name !== "404" && name !== "a drip without end",
);

/** What receipts say, by what a vendor shows: without versions there is none to name, and a write-only place writes again and says when. */
const RECEIPTS = {
  versions: { named: true, sameAgain: true, sameForOther: false, writes: 2 },
  value: { named: false, sameAgain: true, sameForOther: true, writes: 2 },
  time: { named: true, sameAgain: false, sameForOther: false, writes: 3 },
};

function isEndless(reply: Fault["reply"]): boolean {
  return reply === "silent" || reply === "drip";
}

function wordsOf(error: OutsideError): string {
  const shown: string[] = [error.hint ?? ""];
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    shown.push(at.message, at.stack ?? "", JSON.stringify(at));
  return shown.join("\n");
}

function expectNoSecret(words: string, double: Double): void {
  for (const secret of [OLD, NEW, ...double.credentials]) {
    expect(words).not.toContain(secret);
    expect(words).not.toContain(Buffer.from(secret).toString("base64").replaceAll("=", ""));
  }
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

describe.each(Object.keys(doubles))("target %s", (kind) => {
  it.each(REFUSED)("is refused for certain by a write that answers %s", async (_name, fault) => {
    const double = await startDouble(kind, OLD);
    const target = connectDouble(kind, double);
    double.server.misbehave("write", fault);
    const error = await failureOf(target.write(new Secret(NEW), TOKEN));
    expect(error.certain).toBe(true);
    expect(error.message.length).toBeLessThan(250);
    expectNoSecret(wordsOf(error), double);
    expect(double.server.changes).toHaveLength(1);
    expect(double.versions()).toEqual([OLD]);
  });

  it.each(UNKNOWN)(
    "leaves a write that answers %s unknown, and looking settles it",
    async (_name, fault) => {
      const double = await startDouble(kind, OLD);
      const target = connectDouble(kind, double, isEndless(fault.reply) ? { timeoutMs: 400 } : {});
      double.server.misbehave("write", fault);
      const error = await failureOf(target.write(new Secret(NEW), TOKEN));
      expect(error.certain).toBe(false);
      expect(error.hint).toBe("claro-ir reconcile");
      expectNoSecret(wordsOf(error), double);
      expect(double.server.changes).toHaveLength(1);
      // Somebody else's process, later: it reads, and the same operation again makes no second version.
      const later = connectDouble(kind, double);
      const reading = await later.read();
      const value = reading.state === "present" ? reading.secret.reveal() : reading.state;
      expect(value).toBe(double.shows === "time" ? "unreadable" : NEW);
      await later.write(new Secret(NEW), TOKEN);
      expect(double.versions()).toEqual([OLD, NEW]);
    },
  );

  it("follows no redirect, which would carry the key elsewhere", async () => {
    const thief = await stubServer((_arrival, response) => response.end());
    closers.push(thief.close);
    const double = await startDouble(kind, OLD);
    const target = connectDouble(kind, double);
    // Web frameworks answer 302 and 303 when it is done: whether it was, a look must say.
    for (const [code, certain] of [
      [301, true],
      [302, false],
      [303, false],
      [307, true],
      [308, true],
    ] as const) {
      const reply = { status: code, headers: { location: `${thief.url}/stolen` } };
      double.server.misbehave("write", { applied: false, reply });
      const error = await failureOf(target.write(new Secret(NEW), TOKEN));
      expect(error.certain).toBe(certain);
    }
    expect(thief.arrivals).toEqual([]);
    expect(double.versions()).toEqual([OLD]);
  });

  it.each(UNREADABLE)(
    "reads nothing from %s, and then writes nothing",
    async (_name, { reply }) => {
      const double = await startDouble(kind, OLD);
      const target = connectDouble(kind, double, isEndless(reply) ? { timeoutMs: 400 } : {});
      // Signed in first, so that the fault meets the read itself.
      await target.read();
      const fault = { applied: false, reply };
      double.server.misbehave("read", fault);
      const reading = await target.read();
      expect(reading.state).toBe("unreadable");
      expectNoSecret(JSON.stringify(reading), double);
      double.server.misbehave("read", fault);
      const error = await failureOf(target.write(new Secret(NEW), TOKEN));
      expect(error.certain).toBe(true);
      expect(double.server.changes).toEqual([]);
      double.server.misbehave("read", fault);
      const plan = await target.plan();
      expect(plan.filter((line) => line.startsWith("! "))).not.toEqual([]);
      expectNoSecret(plan.join("\n"), double);
    },
  );

  it("fails for certain when nobody answers", async () => {
    const double = await startDouble(kind, OLD);
    const target = connectDouble(kind, double);
    await target.read();
    await double.server.close();
    const error = await failureOf(target.write(new Secret(NEW), TOKEN));
    expect(error.certain).toBe(true);
    expect(await target.read()).toMatchObject({ state: "unreadable" });
  });

  it("fails for certain without a credential, says which, and shows the key to nobody", async () => {
    const double = await startDouble(kind, OLD);
    for (const [name, value] of Object.entries(double.noCredential.env)) vi.stubEnv(name, value);
    const target = connectDouble(kind, double);
    const error = await failureOf(target.write(new Secret(NEW), TOKEN));
    expect(error.certain).toBe(true);
    expect(error.message).toContain(double.noCredential.named);
    expectNoSecret(wordsOf(error), double);
    expect(double.server.arrivals.map(({ body }) => body).join("")).not.toContain(NEW);
    expect(await target.read()).toMatchObject({ state: "unreadable" });
  });

  it("puts the key into bodies alone, never into an address or a header", async () => {
    const double = await startDouble(kind, OLD);
    await connectDouble(kind, double).write(new Secret(NEW), TOKEN);
    expect(double.versions()).toEqual([OLD, NEW]);
    for (const { url, headers } of double.server.arrivals)
      expectNoSecret(`${url.href} ${JSON.stringify({ ...headers, authorization: "" })}`, {
        ...double,
        credentials: [],
      });
  });

  it("names the version in the receipt, and makes none for a value that is there", async () => {
    const double = await startDouble(kind, OLD);
    const target = connectDouble(kind, double);
    const first = await target.write(new Secret(NEW), TOKEN);
    const again = await connectDouble(kind, double).write(new Secret(NEW), TOKEN);
    const other = await target.write(new Secret(OTHER), TOKEN.replace("3f", "4f"));
    expect(double.versions()).toEqual([OLD, NEW, OTHER]);
    expect(first.version ?? "none").toMatch(/^[\w:.-]{1,64}$/);
    expect({
      named: first.version !== null,
      sameAgain: again.version === first.version,
      sameForOther: other.version === first.version,
      writes: double.server.changes.length,
    }).toEqual(RECEIPTS[double.shows]);
  });

  it("sends a test override nowhere but to this machine", async () => {
    const double = await startDouble(kind, OLD);
    const elsewhere = { ...double, endpoints: { [kind]: "https://example.org/" } };
    const words: string[] = [];
    try {
      await connectDouble(kind, elsewhere).write(new Secret(NEW), TOKEN);
    } catch (error) {
      words.push(String(error));
    }
    expect(words.join("\n")).toContain("no loopback address");
  });
});
