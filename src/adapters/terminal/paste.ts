// Telling what was pasted from what was typed, where the terminal marks it ("bracketed paste", xterm control sequences).

/** Asks the terminal to mark pastes. */
export const MARK_PASTES = "\x1b[?2004h";
/** Asks it to stop doing so, as whatever runs next may not know the marks. */
export const DO_NOT_MARK_PASTES = "\x1b[?2004l";

const START = "\x1b[200~";
const END = "\x1b[201~";
/** Characters kept of a paste: far more than any key, far less than a log file by mistake. */
const MOST_KEPT = 65_536;

/** What was sent, in order: keys as the terminal sends them, or one whole paste. */
export interface Sent {
  readonly how: "typed" | "pasted";
  readonly text: string;
}

/** Takes what a terminal sends apart. A paste may come in many pieces: it is given when its end is there. */
export function createPasteReader(): (chunk: string) => readonly Sent[] {
  let open: string | null = null;
  return (chunk) => {
    const sent: Sent[] = [];
    let rest = chunk;
    while (rest !== "") {
      const gathered: string = open === null ? rest : open + rest;
      const mark = gathered.indexOf(open === null ? START : END);
      if (mark === -1) {
        if (open === null) sent.push({ how: "typed", text: rest });
        else open = gathered.slice(-MOST_KEPT);
        return sent;
      }
      const text = gathered.slice(0, mark);
      if (open !== null) sent.push({ how: "pasted", text });
      else if (text !== "") sent.push({ how: "typed", text });
      rest = gathered.slice(mark + (open === null ? START : END).length);
      open = open === null ? "" : null;
    }
    return sent;
  };
}

/** A paste as the answer to a question of one line: the line breaks around it answer nothing, those within become blanks. */
export function asOneLine(pasted: string): string {
  return pasted.trim().replaceAll(/[\r\n]+/g, " ");
}
