// The ways one secret can be written: what a log, a URL, a JSON file or a base64 blob makes of it.

/** Shorter forms would hit ordinary words. */
export const SHORTEST_FORM = 8;

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/**
 * Base64 at the three alignments that text in front of the secret can give it. Characters that also hold bits of a
 * neighbour are left out of the core, so that the core is found whatever stands before and after.
 */
function base64Forms(bytes: Uint8Array): string[] {
  const forms: string[] = [];
  for (const [offset, start] of [
    [0, 0],
    [1, 2],
    [2, 3],
  ] as const) {
    const shifted = new Uint8Array(offset + bytes.length);
    shifted.set(bytes, offset);
    const padded = base64(shifted).slice(start);
    const bare = padded.replace(/=+$/, "");
    const core = padded.slice(0, Math.floor((shifted.length * 8) / 6) - start);
    forms.push(padded, bare, core);
  }
  return forms.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}

function hexForms(bytes: Uint8Array): string[] {
  let hex = "";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return [hex, hex.toUpperCase()];
}

function lowerPercent(text: string): string {
  return text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

function urlForms(value: string): string[] {
  const plain = encodeURIComponent(value.toWellFormed());
  const strict = plain.replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  // As the WHATWG URL standard serialises a form (`application/x-www-form-urlencoded`).
  const form = strict.replaceAll("%20", "+").replaceAll("~", "%7E").replaceAll("%2A", "*");
  return [plain, strict, form, lowerPercent(plain), lowerPercent(strict), lowerPercent(form)];
}

function jsonForms(value: string): string[] {
  const once = JSON.stringify(value).slice(1, -1);
  const twice = JSON.stringify(once).slice(1, -1);
  let ascii = "";
  for (let at = 0; at < once.length; at += 1) {
    const code = once.charCodeAt(at);
    ascii += code > 126 ? `\\u${code.toString(16).padStart(4, "0")}` : once.charAt(at);
  }
  return [once, twice, ascii, once.replaceAll("/", "\\/")];
}

/** Every form of `value` worth searching for (plain, base64, base64url, hex, URL, JSON), longest first. */
export function secretForms(value: string): readonly string[] {
  const bytes = new TextEncoder().encode(value);
  const forms = new Set([
    value,
    ...base64Forms(bytes),
    ...hexForms(bytes),
    ...urlForms(value),
    ...jsonForms(value),
  ]);
  return [...forms]
    .filter((form) => form.length >= SHORTEST_FORM)
    .sort((a, b) => b.length - a.length);
}
