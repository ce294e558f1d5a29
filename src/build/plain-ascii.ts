// Writes chunks in ASCII: one character beyond it makes Node hold a whole chunk at two bytes a character, and convert it at every start.
import type { Plugin } from "rolldown";

/** In such a text an escape would be taken for the characters it is written with. */
const RAW = /String\.raw`[^`]*[^\n\t\x20-\x7e][^`]*`/;

/** Every other character as `\uXXXX`, which means the same in strings, templates, expressions and names. Throws where it would not. */
export function plainAscii(): Plugin {
  return {
    name: "plain-ascii",
    renderChunk(code, { fileName }) {
      const raw = RAW.exec(code)?.[0];
      if (raw !== undefined)
        throw new Error(`bundle: a raw text of ${fileName} is not plain ASCII: ${raw}`);
      return { code: code.replaceAll(/[^\n\r\t\x20-\x7e]/g, escaped), map: null };
    },
  };
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
