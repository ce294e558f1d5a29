// Bytes as text, one character a byte: any file goes through a filter unharmed, whatever its encoding. Known values must look the same.
import { searchForms } from "./forms.ts";
import { knownSecret, type KnownSecrets } from "./known-secrets.ts";

function rawText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** What characters that stand for bytes say in UTF-8. */
export function fromRaw(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text)) return text;
  return new TextDecoder().decode(Uint8Array.from(text, (char) => char.charCodeAt(0)));
}

/** The known values as they look among bytes: in UTF-8, and in the UTF-16 that Windows writes. */
export function rawKnown(known: KnownSecrets): KnownSecrets {
  const entries = known.entries().map(({ value, forms }) => {
    const wide = searchForms(value).filter(({ form }) => form === "utf-16");
    const [raw = "", ...plain] = [value, ...forms].map((text) =>
      rawText(new TextEncoder().encode(text)),
    );
    return knownSecret(raw, [...plain, ...wide.map(({ bytes }) => rawText(bytes))]);
  });
  return { add: (secret) => known.add(secret), entries: () => entries };
}
