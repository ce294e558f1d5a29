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

/** The word for a way of writing a secret, as findings name it. */
export type FormName = "plain" | "base64" | "base64url" | "hex" | "url" | "json" | "utf-16";

/** One byte sequence to look for, and what it is. */
export interface SearchForm {
  readonly form: FormName;
  readonly bytes: Uint8Array;
}

/** Text as UTF-16 without the last zero, so that it is found in either byte order (what Windows writes into files and histories). */
function utf16(value: string): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, value.length * 2 - 1));
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    bytes[at * 2] = code & 0xff;
    if (at * 2 + 1 < bytes.length) bytes[at * 2 + 1] = code >> 8;
  }
  return bytes;
}

/**
 * The fewest byte sequences that find every form of `value`: a form that holds another one is left out, so base64 comes as its cores
 * alone. Empty for a value shorter than 8 characters, which would hit ordinary words.
 */
export function searchForms(value: string): readonly SearchForm[] {
  if (value.length < SHORTEST_FORM) return [];
  const bytes = new TextEncoder().encode(value);
  const base64s = base64Forms(bytes);
  const named: readonly (readonly [FormName, readonly string[]])[] = [
    ["plain", [value]],
    ["base64", base64s.filter((form) => !/[-_]/.test(form))],
    ["base64url", base64s.filter((form) => /[-_]/.test(form))],
    ["hex", hexForms(bytes)],
    ["url", urlForms(value)],
    ["json", jsonForms(value)],
  ];
  const all = named.flatMap(([form, texts]) => texts.map((text) => ({ form, text })));
  const kept: { form: FormName; text: string }[] = [];
  for (const one of all.toSorted((a, b) => a.text.length - b.text.length))
    if (one.text.length >= SHORTEST_FORM && !kept.some(({ text }) => one.text.includes(text)))
      kept.push(one);
  return [
    ...kept.map(({ form, text }) => ({ form, bytes: new TextEncoder().encode(text) })),
    { form: "utf-16", bytes: utf16(value) },
  ];
}
