// The built program in a real terminal: keys in, a screen out, hang-ups and signals, and how it ended.
import { spawn, type IPty } from "@lydell/node-pty";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { clockOf, PROGRAM, type Home, type SandboxHandle } from "./cli.ts";
import { endWithTests } from "./end-with-tests.ts";
import { createScreen, type ScreenModel } from "./screen-model.ts";
import { bytesOf, pastedBytes } from "./terminal-keys.ts";

export interface TerminalOptions {
  readonly home: Home;
  /** Arguments of claro-ir. With `shell`, it is not started: type it, or use `command`. */
  readonly args?: readonly string[];
  /** A shell instead, for what only a shell shows: job control, exit codes, the terminal's modes. `true`: bash, without line editing of its own. */
  readonly shell?: true | readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Default: the sandbox's workspace, else an empty folder of the home. */
  readonly cwd?: string;
  /** Run as `dana` in the sandbox's workspace, on its time. */
  readonly sandbox?: SandboxHandle;
  /** Default 80 x 30. */
  readonly columns?: number;
  readonly rows?: number;
}

/** How the program ended. A signal that killed it is a number, 0 for none. */
export interface TerminalEnd {
  readonly code: number;
  readonly signal: number;
}

export interface TerminalWindow extends AsyncDisposable {
  /** Process id of the program, or of the shell. */
  readonly pid: number;
  /** Keys pressed so far; a paste is one key. */
  readonly keys: () => number;
  /** Questions that have been answered so far: each shows the cursor again when it is done. */
  readonly answers: () => number;
  press(...keys: readonly string[]): void;
  /** One key a character. */
  type(text: string): void;
  /** As a terminal pastes: in brackets when the program asked for them, unless `plain`. */
  paste(text: string, how?: "plain"): void;
  readonly screen: () => string;
  /** With the styles; `from`: from the last row on that matches. */
  readonly cells: (from?: RegExp) => string;
  /** All that has scrolled by as well. */
  readonly history: () => string;
  /** Every byte the program wrote, escape sequences included. */
  readonly written: () => string;
  readonly cursorShown: () => boolean;
  /** The cells themselves, for pictures. */
  readonly model: ScreenModel;
  /** Wait until the visible screen holds it. Throws with the screen as it stands after `timeoutMs` (default 15 s). */
  waitFor(wanted: string | RegExp, timeoutMs?: number): Promise<void>;
  /** As `waitFor`, in every byte written so far: for plain lines, and for what has scrolled by. */
  waitForWritten(wanted: string | RegExp, timeoutMs?: number): Promise<void>;
  /** Wait until `test` accepts the visible screen. */
  waitUntil(what: string, test: (screen: string) => boolean, timeoutMs?: number): Promise<void>;
  /** Wait until nothing has been written for `quietMs` from now on (default 150). */
  settled(quietMs?: number): Promise<void>;
  resize(columns: number, rows?: number): void;
  kill(signal: NodeJS.Signals): void;
  /** The window is closed, or the line drops: the program is hung up on and its terminal is gone. */
  hangUp(): void;
  /** Throws with the screen when it has not ended within `timeoutMs` (default 15 s). */
  ended(timeoutMs?: number): Promise<TerminalEnd>;
}

const WAIT_MS = 15_000;
const BASH = ["/bin/bash", "--norc", "--noprofile", "--noediting", "-i"] as const;
/** What inquirer writes when a question is done, and nowhere else: cursor to the left edge, cursor shown. */
const ANSWERED = "\x1b[G\x1b[?25h";

function environment(options: TerminalOptions): Record<string, string> {
  return {
    ...options.home.env,
    TERM: "xterm-256color",
    LANG: "C.UTF-8",
    ...clockOf(options.sandbox).env,
    ...options.env,
  };
}

function start(options: TerminalOptions): IPty {
  const { home, sandbox, columns = 80, rows = 30 } = options;
  const env = environment(options);
  const cwd = options.cwd ?? sandbox?.workspace ?? join(home.folder, "work");
  mkdirSync(cwd, { recursive: true });
  const own = [
    process.execPath,
    PROGRAM,
    ...clockOf(sandbox).args,
    ...(options.args ?? []),
  ] as const;
  const [file, ...args] = options.shell === true ? BASH : (options.shell ?? own);
  return spawn(file, args, {
    name: env["TERM"] ?? "xterm-256color",
    cols: columns,
    rows,
    cwd,
    env: options.shell !== undefined ? { ...env, PS1: "$ ", HISTFILE: "" } : env,
  });
}

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}

function holds(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? text.includes(wanted) : wanted.test(text);
}

/** The words that start claro-ir in a shell. */
export function command(args: string): string {
  return `'${process.execPath}' '${PROGRAM}' ${args}`;
}

/** Open a terminal window. Closing it (`await using`) ends whatever still runs in it. */
export function openTerminal(options: TerminalOptions): TerminalWindow {
  const { columns = 80, rows = 30 } = options;
  const pty = start(options);
  const model = createScreen(columns, rows);
  const watchers = new Set<() => void>();
  const ending = Promise.withResolvers<TerminalEnd>();
  let written = "";
  let keys = 0;
  let end: TerminalEnd | undefined;
  let lastWrite = Date.now();
  /** What was written last stands on the screen. */
  let drawn = Promise.resolve();

  function notify(): void {
    for (const watcher of watchers) watcher();
  }
  pty.onData((data) => {
    written += data;
    lastWrite = Date.now();
    drawn = model.feed(data).then(notify);
  });
  // A terminal answers some questions itself (where is the cursor, what are you).
  model.model.onData((reply) => pty.write(reply));
  pty.onExit(({ exitCode, signal }) => {
    end = { code: exitCode, signal: signal ?? 0 };
    ending.resolve(end);
    notify();
  });
  function killAll(): void {
    if (end === undefined) killGroup(pty.pid, "SIGKILL");
  }
  const forget = endWithTests(killAll);

  function complaint(what: string): Error {
    const state = end === undefined ? "still running" : `ended ${JSON.stringify(end)}`;
    return new Error(`${what} (${state}). The screen:\n${model.text()}\n`);
  }

  async function until(what: string, test: () => boolean, timeoutMs: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    function look(): void {
      if (test()) resolve();
    }
    watchers.add(look);
    const timer = setTimeout(() => reject(complaint(what)), timeoutMs);
    look();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      watchers.delete(look);
    }
  }

  return {
    pid: pty.pid,
    model,
    keys: () => keys,
    answers: () => occurrences(written, ANSWERED),
    press(...pressed) {
      keys += pressed.length;
      for (const key of pressed) pty.write(bytesOf(key));
    },
    type(text) {
      keys += Array.from(text).length;
      pty.write(text);
    },
    paste(text, how) {
      keys += 1;
      pty.write(pastedBytes(text, model.model.modes.bracketedPasteMode && how !== "plain"));
    },
    screen: model.text,
    cells: model.cells,
    history: model.history,
    cursorShown: model.cursorShown,
    written: () => written,
    waitUntil: (what, test, timeoutMs = WAIT_MS) =>
      until(`waited for ${what}`, () => test(model.text()), timeoutMs),
    waitFor: (wanted, timeoutMs = WAIT_MS) =>
      until(`waited for ${String(wanted)}`, () => holds(model.text(), wanted), timeoutMs),
    waitForWritten: (wanted, timeoutMs = WAIT_MS) =>
      until(`waited for ${String(wanted)}`, () => holds(written, wanted), timeoutMs),
    async settled(quietMs = 150) {
      const called = Date.now();
      for (;;) {
        const left = Math.max(called, lastWrite) + quietMs - Date.now();
        if (left <= 0) return;
        await new Promise((resolve) => setTimeout(resolve, left));
      }
    },
    resize(toColumns, toRows = rows) {
      model.model.resize(toColumns, toRows);
      pty.resize(toColumns, toRows);
    },
    kill: (signal) => pty.kill(signal),
    hangUp: () => closeMaster(pty),
    async ended(timeoutMs = WAIT_MS) {
      await until("waited for its end", () => end !== undefined, timeoutMs);
      // Its last words came before its end, and are drawn in their own time.
      await drawn;
      return ending.promise;
    },
    async [Symbol.asyncDispose]() {
      killAll();
      await ending.promise;
      closeMaster(pty);
      forget();
      model.model.dispose();
    },
  };
}

/** Close our side of the terminal. Typed by hand: the package hides what its own class has. */
function closeMaster(pty: IPty): void {
  (pty as IPty & { destroy(): void }).destroy();
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  for (const one of [-pid, pid]) {
    try {
      process.kill(one, signal);
    } catch (error) {
      // Gone already.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
