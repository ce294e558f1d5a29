// The live view as one prompt: it redraws each second, shows what other terminals did, and ends with a key.
import { cursorTo } from "node:readline";
import { WriteStream } from "node:tty";
import { styleText } from "node:util";
import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isUpKey,
  useEffect,
  useKeypress,
  useState,
} from "@inquirer/core";
import type { Line } from "../../core/session/line.ts";
import type { LiveAnswer, LiveScreen } from "../../ports/prompter.ts";
import { fitRows } from "./fit-rows.ts";
import { typedKey } from "./typed-key.ts";

interface LivePromptConfig {
  readonly screen: LiveScreen;
  readonly clean: (text: string) => string;
  readonly colour: () => boolean;
  readonly width: () => number;
  /** Where the cursor is: it stays there when the same screen is asked again. */
  readonly cursor: { row: number };
  /** The terminal it is drawn on. */
  readonly output: NodeJS.WritableStream;
}

const TICK_MS = 1000;

/** A terminal that was resized has wrapped the old screen anew: let it scroll away, begin at the top. Nothing that was said is lost. */
function newPage(output: NodeJS.WritableStream): void {
  if (!(output instanceof WriteStream)) return;
  output.write("\n".repeat(output.rows));
  cursorTo(output, 0, 0);
}

function paint(line: Line, config: LivePromptConfig): string {
  const text = config.clean(line.text);
  if (!config.colour()) return text;
  const { accent } = line;
  // Redaction may have moved what the accent was meant for: then the line goes without.
  if (accent !== undefined && text === line.text) {
    const end = accent.at + accent.length;
    const middle = styleText(accent.style, text.slice(accent.at, end), { validateStream: false });
    return text.slice(0, accent.at) + middle + text.slice(end);
  }
  return line.style === null ? text : styleText(line.style, text, { validateStream: false });
}

/** Resolves with the row opened or the key pressed. */
export const livePrompt = createPrompt<LiveAnswer, LivePromptConfig>((config, done) => {
  const { screen } = config;
  const [selected, setSelected] = useState(config.cursor.row);
  const [, setTick] = useState(0);
  const [finished, setFinished] = useState(false);

  useEffect(() => {
    let ticks = 0;
    let running = false;
    function draw(): void {
      ticks += 1;
      setTick(ticks);
    }
    function resized(): void {
      newPage(config.output);
      draw();
    }
    config.output.on("resize", resized);
    const timer = setInterval(() => {
      if (running) return;
      running = true;
      void screen.refresh().finally(() => {
        running = false;
        if (screen.isDone?.() === true) finish({ kind: "done" });
        else draw();
      });
    }, TICK_MS);
    return () => {
      clearInterval(timer);
      config.output.off("resize", resized);
    };
  }, []);

  function select(row: number): void {
    config.cursor.row = row;
    setSelected(row);
  }

  function finish(answer: LiveAnswer): void {
    setFinished(true);
    done(answer);
  }

  useKeypress((event, readline) => {
    if (finished) return;
    readline.clearLine(0);
    const last = Math.max(0, screen.rows() - 1);
    const row = Math.min(selected, last);
    const key = event.name === "escape" ? "b" : typedKey(event);
    if (isUpKey(event, ["vim"])) select(Math.max(0, row - 1));
    else if (isDownKey(event, ["vim"])) select(Math.min(last, row + 1));
    else if (isEnterKey(event)) finish({ kind: "open", row });
    else if (screen.digits !== false && /^[1-9]$/.test(key) && Number(key) <= screen.rows())
      finish({ kind: "open", row: Number(key) - 1 });
    else if (screen.keys.includes(key)) finish({ kind: "key", key, row });
  });

  if (finished) return "";
  const row = Math.min(selected, Math.max(0, screen.rows() - 1));
  // One row is left for the cursor, which stands under a line that is as wide as the terminal.
  const rows = config.output instanceof WriteStream ? config.output.rows - 1 : Infinity;
  return fitRows(screen.draw(row, config.width()), rows)
    .map((line) => paint(line, config))
    .join("\n");
});
