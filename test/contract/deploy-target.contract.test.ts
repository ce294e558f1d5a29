// What every kind of deploy target promises, whatever it is. A kind that is not arranged here fails the suite.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, describe, expect, it } from "vitest";

import { targetModules } from "../../src/adapters/target/index.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { ManualOnly, type DeployTarget } from "../../src/ports/deploy-target.ts";
import { OutsideError } from "../../src/ports/outside.ts";
import { stubServer, type Answer, type StubServer } from "../adapters/http/stub-server.ts";
import { arrange } from "../adapters/target/arrange.ts";
import { connect as connectWith, newFolder, nodeProgram } from "../adapters/target/support.ts";

const OLD = "sk_live_OLDoldOLDold9876";
const CANARY = "sk_live_CANARYcanary1234";

/** An operation id, as the program makes them. */
const TOKEN = "3f0d8f2e-6c1b-4a57-9c3e-0b1f2a3c4d5e";

const servers: StubServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** All that could be shown or stored of what a call gave, in one text. */
async function wordsOf(call: Promise<unknown>): Promise<string> {
  const shown: string[] = [];
  await call.then(
    (value) => shown.push(JSON.stringify(value) ?? ""),
    (error: unknown) => {
      for (let at = error; at instanceof Error; at = at.cause)
        shown.push(
          at.message,
          at.stack ?? "",
          JSON.stringify(at),
          JSON.stringify(Object.values(at)),
        );
    },
  );
  return shown.join("\n");
}

function expectNoSecret(text: string, ...secrets: readonly string[]): void {
  for (const secret of secrets) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString("base64").replaceAll("=", ""));
    expect(text).not.toContain(Buffer.from(secret).toString("hex"));
  }
}

async function revealed(target: DeployTarget): Promise<string | undefined> {
  const reading = await target.read();
  return reading.state === "present" ? reading.secret.reveal() : undefined;
}

describe.each(targetModules.map((module) => [module.id, module] as const))(
  "target %s",
  (kind, module) => {
    const byHand = module.proves === "nothing";
    const writeOnly = module.proves === "use";

    /** A place that holds OLD and one that is not there. */
    async function places() {
      const folder = newFolder();
      const { good, missing, endpoints = {}, peek } = await arrange(kind, folder, OLD);
      return {
        folder,
        // A write-only place tells nothing itself: its stand-in does.
        held: async (target: DeployTarget) => (writeOnly ? peek?.() : revealed(target)),
        connect: (more: Readonly<Record<string, unknown>> = {}) =>
          connectWith(kind, folder, { ...good, ...more }, { endpoints }),
        missing: () => connectWith(kind, folder, missing, { endpoints }),
      };
    }

    it.skipIf(byHand)("holds what was written, and writing it twice is harmless", async () => {
      const { connect, held } = await places();
      const target = connect();
      expect(await held(target)).toBe(OLD);
      expect((await target.write(new Secret(CANARY), TOKEN)).detail).not.toBe("");
      expect(await held(target)).toBe(CANARY);
      await target.write(new Secret(CANARY), TOKEN);
      expect(await held(target)).toBe(CANARY);
    });

    it.runIf(writeOnly)("says that it cannot be read, in its reading and in its plan", async () => {
      const target = (await places()).connect();
      const reading = await target.read();
      expect(reading.state === "unreadable" && reading.why).toContain("write-only");
      expect((await target.plan()).join("\n")).toMatch(/^! .*gives no secret back/m);
    });

    it.runIf(byHand)("says that a person must act, and that it cannot look", async () => {
      const target = (await places()).connect();
      await expect(target.write(new Secret(CANARY), TOKEN)).rejects.toBeInstanceOf(ManualOnly);
      expect(await target.read()).toMatchObject({ state: "unreadable" });
    });

    it("plans without touching anything and without the key, before and after", async () => {
      const { connect, held } = await places();
      const target = connect();
      const before = await target.plan();
      expect(before.length).toBeGreaterThan(0);
      expect(before.every((line) => line !== "" && !line.includes("\n"))).toBe(true);
      expect(await held(target)).toBe(byHand ? undefined : OLD);
      if (!byHand) await target.write(new Secret(CANARY), TOKEN);
      const after = await target.plan();
      expectNoSecret(
        [target.id, target.kind, target.where, ...before, ...after].join("\n"),
        OLD,
        CANARY,
      );
    });

    it.skipIf(byHand)(
      "fails for certain where the place is missing, and reads as unreadable",
      async () => {
        const target = (await places()).missing();
        const error: unknown = await target
          .write(new Secret(CANARY), TOKEN)
          .catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(OutsideError);
        expect((error as OutsideError).certain).toBe(true);
        expect(await target.read()).toMatchObject({ state: "unreadable" });
        expect((await target.plan()).length).toBeGreaterThan(0);
      },
    );

    it("says no key in results and errors, whatever the value", async () => {
      const values = [CANARY, `${CANARY}\n`, `${CANARY}'"$\\`, `${CANARY} #`];
      const words: string[] = [];
      for (const value of values) {
        const place = await places();
        for (const target of [place.connect(), place.missing()]) {
          words.push(await wordsOf(target.write(new Secret(value), TOKEN)));
          words.push(await wordsOf(target.read()), await wordsOf(target.plan()));
        }
      }
      expect(words).toHaveLength(values.length * 6);
      expectNoSecret(words.join("\n"), CANARY, OLD);
    }, 20_000);

    it("runs the reload without a shell; a failed one says the exit code and nothing that was printed", async () => {
      const { folder, connect } = await places();
      expect("reload" in connect()).toBe(false);
      const source = `import { writeFileSync } from "node:fs"; writeFileSync("reloaded", process.argv[2] ?? "");`;
      const reload = [...nodeProgram(folder, "reload", source), "$HOME;*"];
      const target = connect({ reload });
      expect((await target.reload?.())?.detail).toContain("ended well");
      expect(readFileSync(join(folder, "reloaded"), "utf8")).toBe("$HOME;*");
      const bad = nodeProgram(
        folder,
        "bad",
        `console.log("${CANARY}"); console.error("${CANARY}"); process.exit(9);`,
      );
      const failing = connect({ reload: bad });
      const words = await wordsOf(failing.reload?.() ?? Promise.resolve());
      expect(words).toContain("exit code 9");
      expectNoSecret(words, CANARY);
    });

    async function asked(
      answer: Answer,
      check: Readonly<Record<string, unknown>> = { last4: "/key/last4", keyId: "/key/id" },
    ) {
      const server = await stubServer(answer);
      servers.push(server);
      const inUse = { url: `${server.url}/health`, ...check };
      return (await places()).connect({ inUse }).inUse();
    }

    it("reports the key that the consumer names", async () => {
      const body = JSON.stringify({ key: { last4: "1234", id: "key_1" } });
      expect(await asked((_arrival, response) => response.end(body))).toEqual({
        state: "reported",
        last4: "1234",
        keyId: "key_1",
      });
      expect(
        await asked((_arrival, response) => response.end(body), { last4: "/key/last4" }),
      ).toEqual({ state: "reported", last4: "1234", keyId: null });
      expect(
        await asked((_arrival, response) => response.end(body), {
          last4: "/none",
          keyId: "/key/id",
        }),
      ).toEqual({ state: "reported", last4: null, keyId: "key_1" });
      expect(await (await places()).missing().inUse()).toEqual({
        state: "no-check",
      });
    });

    it.each<[string, Answer]>([
      ["HTML", (_arrival, response) => response.end("<html>1234</html>")],
      ["nothing", (_arrival, response) => response.end()],
      ["500", (_arrival, response) => response.writeHead(500).end(`{"key":{"last4":"1234"}}`)],
      [
        "a redirect",
        (_arrival, response) =>
          response
            .writeHead(302, { location: "http://127.0.0.1:1/" })
            .end(`{"key":{"last4":"1234"}}`),
      ],
      [
        "too much",
        (_arrival, response) =>
          response.end(`{"key":{"last4":"1234","x":"${"x".repeat(1_100_000)}"}}`),
      ],
      ["another shape", (_arrival, response) => response.end(`{"key":"1234"}`)],
      ["a number", (_arrival, response) => response.end(`{"key":{"last4":1234}}`)],
      ["the whole key", (_arrival, response) => response.end(`{"key":{"last4":"${CANARY}"}}`)],
      [
        "the whole key as id",
        (_arrival, response) => response.end(`{"key":{"last4":"1234","id":"${CANARY} "}}`),
      ],
      [
        "control characters",
        (_arrival, response) => response.end(String.raw`{"key":{"last4":"\u001b[2J"}}`),
      ],
      ["a prototype", (_arrival, response) => response.end(`[]`)],
      ["a cut connection", (_arrival, _response, request) => request.socket.destroy()],
    ])("takes %s for no answer", async (_what, answer) => {
      const report = await asked(answer);
      expect(report.state).toBe("no-answer");
      expectNoSecret(JSON.stringify(report), CANARY);
      expect(JSON.stringify(report).length).toBeLessThan(200);
    });
  },
);
