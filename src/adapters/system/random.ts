// Randomness: the system's, and a repeatable one for drills.
import { createHash, randomInt, randomUUID } from "node:crypto";
import type { Random } from "../../ports/system.ts";

/** Letters and digits that nobody mistakes for each other when read aloud or typed: no 0 o 1 l i. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

/** The system's random source. */
export function systemRandom(): Random {
  return { uuid: () => randomUUID(), letters: (length) => pick(length, randomInt) };
}

/** The same values in the same order for the same seed. For rehearsals only: anyone who knows the seed knows them all. */
export function seededRandom(seed: number): Random {
  let count = 0;

  function block(): Buffer {
    count += 1;
    return createHash("sha256")
      .update(`${String(seed)}:${String(count)}`)
      .digest();
  }

  return {
    uuid() {
      const hex = block().toString("hex");
      const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) % 4] ?? "8";
      // Version and variant digits of RFC 9562, section 5.4.
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
    letters: (length) => pick(length, (below) => block().readUInt32BE() % below),
  };
}

function pick(length: number, below: (limit: number) => number): string {
  return Array.from({ length }, () => ALPHABET.charAt(below(ALPHABET.length))).join("");
}
