// Digests and fingerprints: the only place that computes them.
import { createHmac, hash } from "node:crypto";
import type { Fingerprint } from "../../ports/system.ts";

/** SHA-256 of bytes or UTF-8 text, lower-case hex. */
export function sha256(bytes: Uint8Array | string): string {
  return hash("sha256", bytes, "hex");
}

/** Fingerprints under one store's salt: without the salt nobody can test guesses against a record. */
export function fingerprint(salt: Uint8Array): Fingerprint {
  return (secret) => createHmac("sha256", salt).update(secret, "utf8").digest("hex").slice(0, 16);
}
