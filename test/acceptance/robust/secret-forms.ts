// Where a secret lies, in whatever coat: plain, base64 at each alignment, base64url, hex, percent-encoded.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Base64 of `secret` somewhere inside other bytes: what is the same whatever lies around it, for each of the three alignments. */
function base64Forms(secret: string): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.from(`${"x".repeat(shift)}${secret}`).toString("base64");
    const whole = Math.floor((shift + secret.length) / 3) * 4;
    return text.slice(shift === 0 ? 0 : 4, whole);
  });
}

/** Every form that gives the secret away. */
export function formsOf(secret: string): readonly string[] {
  const hex = Buffer.from(secret).toString("hex");
  const base64 = base64Forms(secret);
  const percent = hex.replace(/../g, (pair) => `%${pair}`);
  return [
    secret,
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
    hex,
    hex.toUpperCase(),
    percent,
    percent.toUpperCase(),
    encodeURIComponent(secret),
  ];
}

/** Whether any form of any secret lies in the text. */
export function holdsSecret(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => formsOf(secret).some((form) => text.includes(form)));
}

/** Paths below `folder` of files that hold a secret, or have one in their name. */
export function filesWithSecret(folder: string, secrets: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => {
      if (holdsSecret(entry.name, secrets)) return true;
      if (!entry.isFile()) return false;
      return holdsSecret(readFileSync(join(entry.parentPath, entry.name), "latin1"), secrets);
    })
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
