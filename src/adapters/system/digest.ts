// Digests and fingerprints: the only place that computes them.
import { createHash, createHmac, hash } from "node:crypto";
import type { Digest, Fingerprint } from "../../ports/system.ts";

/** SHA-256 of bytes or UTF-8 text, lower-case hex. */
export function sha256(bytes: Uint8Array | string): string {
  return hash("sha256", bytes, "hex");
}

/** SHA-256 of bytes as they come. */
export function newDigest(): Digest {
  const digest = createHash("sha256");
  return { update: (bytes) => void digest.update(bytes), hex: () => digest.digest("hex") };
}

/** Fingerprints under one store's salt: without the salt nobody can test guesses against a record. */
export function fingerprint(salt: Uint8Array): Fingerprint {
  return (secret) => createHmac("sha256", salt).update(secret, "utf8").digest("hex").slice(0, 16);
}
