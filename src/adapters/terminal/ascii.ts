// The few typographic signs that claro-ir itself uses, in plain ASCII, for locales that cannot show them.

const PLAIN: Readonly<Record<string, string>> = {
  "…": "...",
  "–": "-",
  "—": "-",
  "→": "->",
  "←": "<-",
  "↑": "^",
  "↓": "v",
  "·": "-",
  "•": "*",
  "✓": "ok",
  "✔": "ok",
  "✗": "x",
  "✘": "x",
  "≥": ">=",
  "≤": "<=",
  "×": "x",
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  "❯": ">",
  "─": "-",
  "│": "|",
};

const SIGNS = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "g");

/** Our own signs in ASCII; letters of other languages stay, since a name half shown helps nobody. */
export function foldToAscii(text: string): string {
  return text.replace(SIGNS, (sign) => PLAIN[sign] ?? sign);
}
