// A digest that the build has noted is given for the very bytes it was made of, and for no others.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DIGESTS, packageDigest } from "../../../src/adapters/runbook/package-digest.ts";
import { sha256 } from "../../../src/adapters/system/digest.ts";

const JSON_TEXT = '{"id":"compromised-key"}\n';
/** No digest of anything: where it is given, nothing was computed. */
const NOTED = "0".repeat(64);
let root = "";

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "claro-ir-digest-"));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe("the digest of a runbook", () => {
  it("is the noted one for the package's own bytes, and is computed for all else", () => {
    const folder = join(root, "dist", "runbooks");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "compromised-key.json"), JSON_TEXT);
    const digests = { "compromised-key": { sha256: NOTED, bytes: JSON_TEXT.length } };
    writeFileSync(join(folder, DIGESTS), JSON.stringify(digests));
    const digest = packageDigest(root);
    expect(digest(bytes(JSON_TEXT))).toBe(NOTED);
    // As long, and another.
    const changed = JSON_TEXT.replace("key", "kex");
    expect(digest(bytes(changed))).toBe(sha256(changed));
    expect(digest(bytes(`${JSON_TEXT} `))).toBe(sha256(`${JSON_TEXT} `));
    expect(digest(JSON_TEXT)).toBe(sha256(JSON_TEXT));
  });

  it("is computed where nothing was built", () => {
    expect(packageDigest(root)(bytes(JSON_TEXT))).toBe(sha256(JSON_TEXT));
  });
});
