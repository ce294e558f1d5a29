// A sealer and a filter of secrets without cryptography: ciphertext is the value turned round, and a known value is a key.
import { Secret } from "../../src/core/credential/secret.ts";
import type { TextFilter } from "../../src/core/redaction/text-filter.ts";
import type { Sealer } from "../../src/ports/sealer.ts";

/** Seals to whoever `everybody` names; `sealing` is called before each key that is sealed. */
export function memorySealer(everybody: () => readonly string[], sealing: () => void): Sealer {
  return {
    recipients: async () => everybody(),
    seal: async (secret, recipients) => {
      sealing();
      return new TextEncoder().encode(JSON.stringify({ recipients, value: btoa(secret.reveal()) }));
    },
    sealPieces: async function* (pieces, recipients) {
      yield new TextEncoder().encode(JSON.stringify({ recipients }));
      for await (const bytes of pieces) yield bytes.map((byte) => byte ^ 255);
    },
    openPieces: async function* (pieces) {
      let isHead = true;
      for await (const bytes of pieces) {
        if (!isHead) yield bytes.map((byte) => byte ^ 255);
        isHead = false;
      }
    },
    open: async (ciphertext) => {
      const { value } = JSON.parse(new TextDecoder().decode(ciphertext)) as { value: string };
      return new Secret(atob(value));
    },
    own: async () => everybody()[0],
  };
}

/** Takes the known values out of what is pushed. */
export function knownFilter(known: readonly string[]): TextFilter {
  let found = 0;
  return {
    push: (text) => {
      const clean = known.reduce((one, value) => one.replaceAll(value, "[key]"), text);
      if (clean !== text) found += 1;
      return clean;
    },
    end: () => "",
    counts: () => (found === 0 ? [] : [{ rule: "known", title: "a known key", count: found }]),
  };
}
