// The live view for screen readers: said once, then only what is new; rows and keys are typed as lines.
import type { LiveAnswer, LiveScreen } from "../../ports/prompter.ts";
import type { LineReader } from "./line-reader.ts";

const TICK_MS = 1000;

/** Wide enough that nothing is cut: what is read out has no columns. */
const WIDTH = 240;

const HOW = "Type a row's number, a key, or both (w 2), then Enter.";

/** A line without its running times: a second that passed is no news. */
function steady(text: string): string {
  return text.replaceAll(/\d+:\d{2}\b|\d+ (?:h|min|d)\b/g, "");
}

interface Drawn {
  readonly before: readonly string[];
  /** The line under the cursor, without its mark. */
  readonly under: string;
  readonly after: readonly string[];
}

/** What is drawn with the cursor on a row; undefined where no line is marked. */
function drawnAt(screen: LiveScreen, row: number): Drawn | undefined {
  const lines = screen.draw(row, WIDTH).map(({ text }) => text);
  const at = lines.findIndex((line) => line.startsWith(">"));
  if (at === -1) return undefined;
  return {
    before: lines.slice(0, at),
    under: (lines[at] ?? "").slice(1).trim(),
    after: lines.slice(at + 1),
  };
}

/** A list shows a window around its cursor, and numbers nothing: the cursor is led over every row, and each gets a number. */
function numbered(screen: LiveScreen): readonly string[] {
  const rows = Array.from({ length: screen.rows() }, (_, row) => drawnAt(screen, row));
  const first = rows[0];
  if (first === undefined || first.under.startsWith("1 "))
    return screen.draw(0, WIDTH).map(({ text }) => text.replace(/^>/, ""));
  return [
    ...first.before,
    ...rows.map((row, at) => `${String(at + 1)}: ${row?.under ?? ""}`),
    ...(rows.at(-1)?.after ?? []),
  ];
}

function wordsOf(screen: LiveScreen): readonly string[] {
  const lines = screen.words?.() ?? numbered(screen);
  return lines.map((line) => line.trim().replaceAll(/ {2,}/g, "  ")).filter((line) => line !== "");
}

/** What a typed line means: nothing and numbers open rows, a key is a key, with a number that of a row. */
function answerOf(line: string, screen: LiveScreen): LiveAnswer | undefined {
  const [, key = "", number = ""] = /^(\D?)\s*(\d*)$/.exec(line) ?? [undefined, line];
  const row = number === "" ? (screen.from ?? 0) : Number(number) - 1;
  const isRow = row >= 0 && row < screen.rows();
  if (number !== "" && !isRow) return undefined;
  if (key === "") return isRow ? { kind: "open", row } : undefined;
  const known = screen.keys.find((one) => one === key.toLowerCase());
  return known === undefined ? undefined : { kind: "key", key: known, row };
}

/** Say the view, then whatever changes, until a row or a key is typed, or it ends by itself. */
export async function answerLive(reader: LineReader, screen: LiveScreen): Promise<LiveAnswer> {
  const done = new AbortController();
  let said: ReadonlySet<string> = new Set();
  function sayNew(): void {
    const lines = wordsOf(screen);
    for (const line of lines) if (!said.has(steady(line))) reader.say(line);
    said = new Set(lines.map(steady));
  }
  sayNew();
  const stop = repeat(async () => {
    await screen.refresh();
    sayNew();
    if (screen.isDone?.() === true) done.abort();
  });
  try {
    let question = HOW;
    for (;;) {
      const line = await reader.lineUntil([question], done.signal);
      if (line === undefined) return { kind: "done" };
      const answer = answerOf(line, screen);
      if (answer !== undefined) return answer;
      question = `That opens nothing. ${HOW}`;
    }
  } finally {
    stop();
  }
}

/** Do something about once a second, never twice at once; gives what ends it. */
function repeat(work: () => Promise<void>): () => void {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    void work().finally(() => {
      running = false;
    });
  }, TICK_MS);
  return () => clearInterval(timer);
}
