// The built program on a real pseudo-terminal: type, wait for words, see how it ended.
import { spawn } from "@lydell/node-pty";
import { vi } from "vitest";
import { PROGRAM, type Home } from "./cli.ts";

export interface OnTerminal {
  /** Everything that came to the terminal so far, control sequences included. */
  shown(): string;
  /** Wait until these words have come. */
  until(words: string | RegExp): Promise<void>;
  type(text: string): void;
  /** End it, whatever it is at. */
  kill(): void;
  /** Its exit code. */
  readonly ended: Promise<number>;
}

export interface TerminalOptions {
  readonly home: Home;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly cwd?: string;
}

/** Start one command of the program on a terminal of its own. */
export function onTerminal(args: readonly string[], options: TerminalOptions): OnTerminal {
  return shellOn(process.execPath, [PROGRAM, ...args], options);
}

/** Start any program on a terminal of its own. */
export function shellOn(
  program: string,
  args: readonly string[],
  options: TerminalOptions,
): OnTerminal {
  const { home, env, columns = 80, cwd = home.folder } = options;
  const terminal = spawn(program, [...args], {
    // It becomes TERM, whatever the environment says.
    name: env?.["TERM"] ?? "xterm-256color",
    cols: columns,
    rows: 24,
    cwd,
    env: { LANG: "C.UTF-8", ...home.env, ...env },
  });
  let shown = "";
  terminal.onData((text) => (shown += text));
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  terminal.onExit(({ exitCode }) => resolve(exitCode));
  return {
    shown: () => shown,
    until: (words) =>
      vi.waitFor(
        () => {
          if (typeof words === "string" ? shown.includes(words) : words.test(shown)) return;
          throw new Error(`never came: ${String(words)}\n${shown}`);
        },
        { timeout: 15_000 },
      ),
    kill: () => terminal.kill("SIGKILL"),
    type: (text) => terminal.write(text),
    ended,
  };
}
