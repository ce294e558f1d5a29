// Does a word begin here? An escape (`\n`, `\u003d`, `%3D`, a colour) ends in letters and figures, and a new word begins behind it.

const ESCAPE_END =
  // oxlint-disable-next-line no-control-regex -- a colour begins with ESC
  /(?:\\[abfnrtv]|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|%[0-9a-fA-F]{2}|\u001B\[[\d;]{0,12}m)$/;

/** Whether an escape ends before `at`. */
export function endsEscape(text: string, at: number): boolean {
  // Nearly every place is told by these few looks.
  const isLikely =
    text.charCodeAt(at - 2) === 92 ||
    text.charCodeAt(at - 3) === 37 ||
    text.charCodeAt(at - 6) === 92 ||
    text.charCodeAt(at - 4) === 92 ||
    text.charCodeAt(at - 1) === 109;
  return isLikely && ESCAPE_END.test(text.slice(Math.max(0, at - 16), at));
}

/** Within a base64 text (a picture, a digest) its signs end no word. */
const IN_BASE64 = /[A-Za-z0-9+/]{24}[+/]$/;

/** Whether a word may begin at `at`: not after a letter or figure, and not within base64. */
export function beginsWord(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (before === 43 || before === 47) return !IN_BASE64.test(text.slice(Math.max(0, at - 26), at));
  const isWord =
    (before >= 48 && before <= 57) ||
    (before >= 65 && before <= 90) ||
    (before >= 97 && before <= 122);
  return !isWord || endsEscape(text, at);
}
