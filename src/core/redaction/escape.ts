// Makes text from anywhere (logs, key names, API errors, notes) harmless in the medium it goes to.

/**
 * Characters that steer a terminal or hide or reorder text, as inclusive ranges: C0 except newline and tab, DEL and C1,
 * soft hyphen, Arabic letter mark, Mongolian vowel separator, zero-width and bidi controls, line and paragraph
 * separators, invisible operators and isolates, BOM, interlinear marks.
 */
const HIDDEN: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
];

/** Whether a UTF-16 unit steers, hides or reorders text. */
export function isHidden(code: number): boolean {
  return HIDDEN.some(([first, last]) => code >= first && code <= last);
}

function visible(code: number): string {
  return code > 0xff
    ? `\\u${code.toString(16).padStart(4, "0")}`
    : `\\x${code.toString(16).padStart(2, "0")}`;
}

/** Text for a terminal: every character that could steer it becomes visible, e.g. `\x1b`, `\u202e`. Newlines and tabs stay. */
export function forTerminal(text: string): string {
  return text.replaceAll(/[^\n\t\x20-\x7e]/g, (char) => {
    const code = char.charCodeAt(0);
    return isHidden(code) ? visible(code) : char;
  });
}

/** As `forTerminal`, and newlines become a visible `\n`: text that must stay on one line. */
export function forTerminalLine(text: string): string {
  return forTerminal(text).replaceAll("\n", "\\n");
}

// Spreadsheets take a cell for a formula by its first character (OWASP ASVS 1.2.10); some look behind quotes and spaces,
// and full-width forms are folded to the plain ones.
const FORMULA = /^[\s"'\u200B-\u200F\u2060-\u2069]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\0]/;

/** One CSV field (RFC 4180), quoted where needed; a would-be formula gets a leading apostrophe, unless a machine reads it (`raw`). */
export function forCsv(text: string, raw = false): string {
  const guarded = !raw && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** Links that a viewer would make by itself, broken the way responders are used to. */
function defang(text: string): string {
  let safe = text;
  // Ten thousand rows pass here: what is not in a text is not looked for by every rule.
  if (safe.includes("://"))
    safe = safe.replaceAll(/(h)tt(ps?:\/\/)/gi, "$1xx$2").replaceAll(/(?<!hxxps?):\/\//gi, "[:]//");
  if (/(?:mailto|xmpp):|www\./i.test(safe))
    safe = safe
      .replaceAll(/(mailto|xmpp):/gi, "$1[:]")
      .replaceAll(/www\./gi, (www) => `${www.slice(0, 3)}[.]`);
  return safe.includes("@") ? safe.replaceAll(/@(?=[A-Za-z0-9])/g, "(at)") : safe;
}

/** Runs of white space as one blank, none at the ends. */
export function oneLine(text: string): string {
  const isOne = !/[^\S ]| {2}/.test(text) && !text.startsWith(" ") && !text.endsWith(" ");
  return isOne ? text : text.replaceAll(/\s+/g, " ").trim();
}

const MARKDOWN: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  // An entity, because parsers disagree on a pipe behind two backslashes.
  "|": "&#124;",
};

/** Words, figures and signs that mean nothing in Markdown: nearly every sentence of ours. */
const PLAIN = /^[A-Za-z"'(][A-Za-z0-9 .,;"'()/%!?-]*(?::[ A-Za-z0-9.,;"'()%!?-]*)*$/;

/**
 * Text inside a Markdown paragraph, list item, heading or table cell: one line, no element, link, emphasis, code, HTML or
 * autolink can come of it; addresses are defanged (`hxxp`, `(at)`). CommonMark 0.31 and GitHub's tables and autolinks.
 */
export function forMarkdown(text: string): string {
  const line = forTerminal(oneLine(text));
  if (PLAIN.test(line) && !/www\./i.test(line)) return line;
  const safe = defang(line);
  const inside = /[&<>|\\`*[\]~$_]/.test(safe)
    ? safe
        .replaceAll(/[&<>|]/g, (char) => MARKDOWN[char] ?? "")
        .replaceAll(/[\\`*[\]~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, String.raw`\$&`)
    : safe;
  return inside
    .replace(/^(?:[#+=-]|:(?=-))/, String.raw`\$&`)
    .replace(/^(\d{1,9})([.)])/, String.raw`$1\$2`);
}

function longestTicks(text: string): number {
  let longest = 0;
  for (const run of text.matchAll(/`+/g)) longest = Math.max(longest, run[0].length);
  return longest;
}

/** Text as Markdown code: a span for one line, a fenced block for several, with more backticks than the text holds. Not for table cells with a pipe. */
export function forMarkdownCode(text: string): string {
  const safe = forTerminal(text);
  const ticks = longestTicks(safe);
  if (safe.includes("\n")) {
    const fence = "`".repeat(Math.max(3, ticks + 1));
    return `${fence}\n${safe.replace(/\n$/, "")}\n${fence}`;
  }
  const fence = "`".repeat(ticks + 1);
  const pad = /^`|`$|^ .* $/.test(safe) || safe === "" ? " " : "";
  return `${fence}${pad}${safe}${pad}${fence}`;
}

const XML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** Text in XML, SVG or HTML, between tags or in a quoted attribute: one line, hidden characters visible, what is no character U+FFFD, nothing steers the markup. */
export function forXml(text: string): string {
  const line = forTerminalLine(text);
  // Plain ASCII, as most is, holds nothing that is no character.
  const characters = /[^\x20-\x7e]/.test(line)
    ? line.toWellFormed().replaceAll(/\p{Noncharacter_Code_Point}/gu, "\ufffd")
    : line;
  return characters.replaceAll(/[&<>"'`]/g, (char) => XML[char] ?? "");
}
