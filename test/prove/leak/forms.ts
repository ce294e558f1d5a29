// The coats in which a secret could leave: those that a search for it knows anyway, and what UTF-16, JSON, HTML and a cut make of it.
import { formsOf } from "../../acceptance/robust/secret-forms.ts";

/** So many characters of a secret, wherever they stand, are too many. */
const PIECE = 18;

/** Every byte string, one character a byte, that gives the secret away; `piece` of it included. */
export function coatsOf(secret: string): readonly (readonly [name: string, bytes: string])[] {
  const wide = Buffer.from(secret, "utf16le");
  const bigEndian = Buffer.from(wide).swap16();
  const characters = Array.from(secret);
  const codes = characters.map((one) => one.codePointAt(0) ?? 0);
  const pieces = characters.flatMap((_, at) =>
    at + PIECE <= secret.length ? [secret.slice(at, at + PIECE)] : [],
  );
  return [
    ...formsOf(secret).map((form, at) => [`form ${String(at)}`, form] as const),
    ["UTF-16LE", wide.toString("latin1")],
    ["UTF-16BE", bigEndian.toString("latin1")],
    [
      "\\u escapes",
      codes.map((code) => String.raw`\u${code.toString(16).padStart(4, "0")}`).join(""),
    ],
    ["HTML entities", codes.map((code) => `&#${String(code)};`).join("")],
    ["octal escapes", codes.map((code) => `\\${code.toString(8)}`).join("")],
    ["bytes in decimal", codes.join(",")],
    ["backwards", characters.toReversed().join("")],
    ...pieces.map((piece) => ["a piece", piece] as const),
  ];
}
