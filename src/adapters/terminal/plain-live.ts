// The live view for screen readers: said once, then only what is new; its keys are typed as lines.
import type { LiveAnswer, LiveScreen } from "../../ports/prompter.ts";
import type { LineReader } from "./line-reader.ts";

const TICK_MS = 1000;

const HELP = "? is help, q leaves.";

/** A line without its running times: a second that passed is no news. */
function steady(text: string): string {
  return text.replaceAll(/\d+:\d{2}\b|\d+ (?:h|min|d)\b/g, "");
}

function wordsOf(screen: LiveScreen, width: number): readonly string[] {
  const lines = screen.words?.() ?? screen.draw(0, width).map(({ text }) => text);
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

/** What a typed line means: nothing and digits open rows, a key is a key. */
function answerOf(line: string, screen: LiveScreen): LiveAnswer | undefined {
  if (line === "" && screen.rows() > 0) return { kind: "open", row: 0 };
  const row = /^[1-9]$/.test(line) ? Number(line) - 1 : -1;
  if (row >= 0 && row < screen.rows()) return { kind: "open", row };
  const key = screen.keys.find((one) => one === line.toLowerCase());
  return key === undefined ? undefined : { kind: "key", key, row: 0 };
}

/** Say the view, then whatever changes, until a row or a key is typed. */
export async function answerLive(
  reader: LineReader,
  screen: LiveScreen,
  width: () => number,
): Promise<LiveAnswer> {
  let said: ReadonlySet<string> = new Set();
  function sayNew(): void {
    const lines = wordsOf(screen, width());
    for (const line of lines) if (!said.has(steady(line))) reader.say(line);
    said = new Set(lines.map(steady));
  }
  sayNew();
  const stop = repeat(async () => {
    await screen.refresh();
    sayNew();
  });
  try {
    let line = await reader.line(`Type a row's number or a key, then Enter. ${HELP}`);
    for (;;) {
      const answer = answerOf(line, screen);
      if (answer !== undefined) return answer;
      line = await reader.line(`That opens nothing. ${HELP}`);
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
