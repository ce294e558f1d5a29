import { execFile, execFileSync, spawnSync } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSealer } from "../../../src/adapters/sealing/age-sealer.ts";
import { Secret } from "../../../src/core/credential/secret.ts";
import { ClaroIrError } from "../../../src/core/error.ts";

const KEY = "sk_live_CanaryCanaryCanary1234";
const secret = new Secret(KEY);
const hasAge = spawnSync("age", ["--version"]).status === 0;
let folder = "";
let identityFile = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "claro-ir-sealing-"));
  identityFile = join(folder, "config/claro-ir/identity.txt");
});

afterEach(() => rm(folder, { recursive: true }));

function sealer(
  recipients: readonly string[] = [],
  file = identityFile,
): ReturnType<typeof createSealer> {
  return createSealer({ identityFile: file, recipients });
}

async function stranger(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

describe("createSealer", () => {
  it("seals to its own identity, made on first use, and opens again", async () => {
    const own = sealer();
    expect(await own.own()).toBeUndefined();
    const recipients = await own.recipients();
    const sealed = await own.seal(secret, recipients);
    expect(Buffer.from(sealed).toString("latin1")).toMatch(/^age-encryption\.org\/v1\n/);
    expect(Buffer.from(sealed).toString("latin1")).not.toContain("Canary");
    expect((await own.open(sealed)).reveal()).toBe(KEY);
    expect(recipients).toEqual([await own.own()]);
    expect(await sealer().recipients()).toEqual(recipients);
  });

  it("seals a file as it comes, to everybody named, and passes on what its source throws", async () => {
    const { identity, recipient } = await stranger();
    async function* file(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < 40; at += 1) yield new Uint8Array(50_000).fill(at);
    }
    async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
      const parts: Uint8Array[] = [];
      for await (const bytes of pieces) parts.push(bytes);
      return Buffer.concat(parts);
    }
    const sealed = await whole(sealer().sealPieces(file(), [recipient]));
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const opened = await decrypter.decrypt(sealed);
    expect(opened).toHaveLength(2_000_000);
    expect(opened.every((byte, at) => byte === Math.floor(at / 50_000))).toBe(true);
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(10);
      throw new ClaroIrError("usage", "file-changed", "it was cut");
    }
    const failing = whole(sealer().sealPieces(cut(), [recipient]));
    await expect(failing).rejects.toMatchObject({ code: "file-changed" });
    const nobody = whole(sealer().sealPieces(file(), []));
    await expect(nobody).rejects.toMatchObject({ code: "no-recipient" });
  });

  it("writes the identity as age-keygen does, for its owner alone, and leaves nothing else behind", async () => {
    const [recipient] = await sealer().recipients();
    const text = await readFile(identityFile, "utf8");
    expect(text).toMatch(
      /^# created: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n# public key: age1[a-z0-9]+\nAGE-SECRET-KEY-1[A-Z0-9]+\n$/,
    );
    expect(text).toContain(`# public key: ${recipient!}\n`);
    expect((await stat(identityFile)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "config/claro-ir"))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(folder, "config/claro-ir"))).toEqual(["identity.txt"]);
  });

  it("ends with one identity when several processes make the first one at once", async () => {
    const script = `
      import { createSealer } from ${JSON.stringify(import.meta.resolve("../../../src/adapters/sealing/age-sealer.ts"))};
      const sealer = createSealer({ identityFile: ${JSON.stringify(identityFile)}, recipients: [] });
      console.log((await sealer.recipients())[0]);
    `;
    const runs = Array.from({ length: 4 }, () =>
      promisify(execFile)(process.execPath, ["--input-type=module-typescript", "-e", script]),
    );
    const answers = (await Promise.all(runs)).map(({ stdout }) => stdout.trim());
    expect(new Set([...answers, await sealer().own()]).size).toBe(1);
    const inOneProcess = join(folder, "other/identity.txt");
    const many = await Promise.all(
      Array.from({ length: 8 }, () => sealer([], inOneProcess).recipients()),
    );
    expect(new Set(many.flat()).size).toBe(1);
    expect(await readdir(join(folder, "other"))).toEqual(["identity.txt"]);
  });

  it("seals to the configured recipients, each of whom can open it", async () => {
    const [one, two] = [await stranger(), await stranger()];
    const configured = sealer([one.recipient, two.recipient]);
    expect(await configured.recipients()).toEqual([one.recipient, two.recipient]);
    const sealed = await configured.seal(secret, await configured.recipients());
    for (const { identity } of [one, two]) {
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      expect(await decrypter.decrypt(sealed, "text")).toBe(KEY);
    }
  });

  it("can be opened with nothing but the identity file's text and another reader", async () => {
    const own = sealer();
    const sealed = await own.seal(secret, await own.recipients());
    const lines = (await readFile(identityFile, "utf8")).split("\n");
    const decrypter = new Decrypter();
    decrypter.addIdentity(lines.find((line) => line.startsWith("AGE-SECRET-KEY-1"))!);
    expect(await decrypter.decrypt(sealed, "text")).toBe(KEY);
  });

  it.runIf(hasAge)("is understood by the plain age program, and understands it", async () => {
    const own = sealer();
    const recipients = await own.recipients();
    await writeFile(join(folder, "key.age"), await own.seal(secret, recipients));
    const opened = execFileSync("age", ["-d", "-i", identityFile, join(folder, "key.age")]);
    expect(opened.toString()).toBe(KEY);
    const sealed = execFileSync("age", ["-r", recipients[0]!], { input: KEY });
    expect((await own.open(sealed)).reveal()).toBe(KEY);
    expect(execFileSync("age-keygen", ["-y", identityFile]).toString().trim()).toBe(recipients[0]);
  });

  it("says who can open what this machine cannot", async () => {
    const { recipient } = await stranger();
    const other = sealer([recipient]);
    const sealed = await other.seal(secret, [recipient]);
    await expect(other.open(sealed)).rejects.toMatchObject({
      kind: "refused",
      message: "This machine's identity cannot open it: there is no identity on this machine",
      hint: expect.stringContaining(recipient) as unknown,
    });
    await sealer().recipients();
    await expect(other.open(sealed)).rejects.toMatchObject({
      kind: "refused",
      message: "This machine's identity cannot open it: it was sealed to others",
      hint: expect.stringContaining(recipient) as unknown,
    });
  });

  it("opens with any of several identities in the file", async () => {
    const own = sealer();
    const { identity, recipient } = await stranger();
    await own.recipients();
    await writeFile(
      identityFile,
      `${await readFile(identityFile, "utf8")}# second\n${identity}\r\n`,
    );
    expect((await own.open(await own.seal(secret, [recipient]))).reveal()).toBe(KEY);
  });

  it("takes a changed, cut or foreign file as damaged", async () => {
    const own = sealer();
    const sealed = await own.seal(secret, await own.recipients());
    const flipped = Uint8Array.from(sealed);
    flipped[flipped.length - 1]! ^= 1;
    const header = Buffer.from(sealed).indexOf("--- ") + 5;
    const badMac = Uint8Array.from(sealed);
    badMac[header] = badMac[header] === 65 ? 66 : 65;
    const cases = [
      flipped,
      badMac,
      sealed.slice(0, -5),
      sealed.slice(0, 40),
      new Uint8Array(),
      Buffer.from(KEY),
    ];
    for (const bytes of cases)
      await expect(own.open(bytes)).rejects.toMatchObject({
        kind: "damaged",
        message: "A sealed file is damaged",
      });
  });

  it.each([0o640, 0o604, 0o644])("refuses an identity that others may read (%i)", async (mode) => {
    const own = sealer();
    const recipients = await own.recipients();
    const sealed = await own.seal(secret, recipients);
    await chmod(identityFile, mode);
    const refusal = {
      kind: "refused",
      code: "identity-readable",
      hint: `chmod 600 ${identityFile}`,
    };
    await expect(own.open(sealed)).rejects.toMatchObject(refusal);
    await expect(own.recipients()).rejects.toMatchObject(refusal);
    await expect(own.own()).rejects.toMatchObject(refusal);
  });

  it("never replaces an identity file that it does not understand", async () => {
    const file = join(folder, "identity.txt");
    const encrypter = new Encrypter();
    encrypter.setScryptWorkFactor(1);
    encrypter.setPassphrase("canary");
    const encrypted = await encrypter.encrypt("AGE-SECRET-KEY-1");
    for (const [content, message] of [
      ["", "holds no age identity"],
      ["AGE-SECRET-KEY-1CANARY\n", "holds an identity that is not valid"],
      [encrypted, "is itself encrypted"],
    ] as const) {
      await writeFile(file, content, { mode: 0o600 });
      const before = await readFile(file);
      const error: unknown = await sealer([], file)
        .recipients()
        .catch((thrown: unknown) => thrown);
      expect(String(error)).toContain(message);
      expect(`${String(error)} ${String((error as Error).cause)}`).not.toContain("CANARY");
      expect(await readFile(file)).toEqual(before);
    }
  });

  it("says that nothing can be sealed when the identity cannot be written", async () => {
    await writeFile(join(folder, "file"), "");
    const blocked = sealer([], join(folder, "file/identity.txt"));
    await expect(blocked.recipients()).rejects.toMatchObject({
      code: expect.stringMatching(/identity-(unreadable|not-written)/) as unknown,
    });
    const missing = sealer([], "/sys/claro-ir/identity.txt");
    await expect(missing.recipients()).rejects.toMatchObject({
      kind: "not-durable",
      code: "identity-not-written",
    });
  });

  it("refuses to seal to nobody, to a broken recipient, and repeats no identity put in its place", async () => {
    const { identity, recipient } = await stranger();
    await expect(sealer().seal(secret, [])).rejects.toMatchObject({ kind: "refused" });
    const broken = `${recipient.slice(0, -1)}${recipient.endsWith("q") ? "p" : "q"}`;
    await expect(sealer().seal(secret, [broken])).rejects.toThrow(
      `${broken} is no valid age recipient`,
    );
    const error: unknown = await sealer()
      .seal(secret, [identity])
      .catch((thrown: unknown) => thrown);
    expect(String(error)).toBe("ClaroIrError: One of the recipients is no valid age recipient");
  });
});
