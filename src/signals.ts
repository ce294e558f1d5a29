// How the process ends when nobody asked the program: signals, a bug, or nothing left to wait for.
import { writeSync } from "node:fs";
import { basename } from "node:path";
import { machineTrouble } from "./core/machine-trouble.ts";
import { ClaroIrError, EXIT } from "./core/error.ts";

const SIGNALS = {
  SIGHUP: EXIT.hangup,
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
} as const;

type EndingSignal = keyof typeof SIGNALS;

/** Longer than the longest request (10 s total deadline) and its record: an act under way is finished, not cut. */
const GRACE_MS = 30_000;

/** What takes longer than this to end is worth a word. */
const WORD_MS = 500;
const FINISHING =
  "Finishing what is under way; its outcome will be on record. Ctrl-C again ends at once.\n";

export interface Supervision {
  /** Aborted by the first signal; the reason is an Error named like the signal. Waits and prompts end, an act under way is finished. */
  readonly signal: AbortSignal;
  /** Exit code of the signal that came, or undefined. */
  code(): number | undefined;
  /** Tell of a bug, or of a machine that lacks something, on stderr, and give the exit code. */
  bug(error: unknown): number;
  /** What goes through before the message of a bug is shown. Until it is set, only the kind of error is named. */
  redactWith(redact: (text: string) => string): void;
  /** The program came to its own end: let the process go. */
  done(): void;
}

/** Take over signals and last-resort errors of `process`. A second Ctrl-C ends at once. */
export function supervise(): Supervision {
  const controller = new AbortController();
  let code: number | undefined;
  let finished = false;
  let redact: ((text: string) => string) | undefined;

  function onSignal(name: EndingSignal): void {
    if (name === "SIGINT" && code === SIGNALS.SIGINT) forceExit(code);
    code ??= SIGNALS[name];
    if (controller.signal.aborted) return;
    const ended = code;
    setTimeout(() => forceExit(ended), GRACE_MS).unref();
    setTimeout(() => {
      if (!finished) writeLastWords(FINISHING);
    }, WORD_MS).unref();
    controller.abort(Object.assign(new Error(`ended by ${name}`), { name }));
  }

  function bug(error: unknown): number {
    const trouble = error instanceof ClaroIrError ? error : machineTrouble(error);
    if (trouble !== undefined) {
      writeLastWords(`${trouble.message}\nnext: ${trouble.hint ?? ""}\n`);
      return trouble.exitCode;
    }
    writeLastWords(
      `claro-ir has a bug: ${describe(error, redact)}. Nothing recorded was changed.\n`,
    );
    return EXIT.bug;
  }

  function onUncaught(error: unknown): void {
    // The library under the prompts still talks to a terminal that has been taken away.
    if (isLostTerminal(error)) onSignal("SIGHUP");
    else forceExit(bug(error));
  }

  for (const name of Object.keys(SIGNALS) as EndingSignal[]) process.on(name, onSignal);
  // Node would print a library's warnings past our redaction, in words that nobody here can act on.
  process.removeAllListeners("warning");
  process.on("uncaughtException", onUncaught);
  process.on("unhandledRejection", onUncaught);
  // Without this, a promise that nothing can settle any more would end the program as if all were well.
  process.once("beforeExit", () => {
    if (!finished)
      process.exitCode = code ?? bug(new Error("the program stopped before it was done"));
    leave();
  });

  return {
    signal: controller.signal,
    code: () => code,
    bug,
    redactWith: (text) => {
      redact = text;
    },
    done: () => {
      finished = true;
      // A hang-up comes more than once (from the system, from the shell): it may not take the exit code that the first one gave.
      if (code !== undefined) return;
      for (const name of Object.keys(SIGNALS) as EndingSignal[]) process.off(name, onSignal);
    },
  };
}

/** An input or output error of the terminal itself: the line has dropped, whether its signal has come yet or not. */
function isLostTerminal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === "EIO" && ["setRawMode", "read", "write"].includes(syscall ?? "");
}

/** What went wrong in one line: kind, message once it can be redacted, and the place in our code. */
function describe(error: unknown, redact: ((text: string) => string) | undefined): string {
  if (!(error instanceof Error)) return "something that is no error was thrown";
  const message = error.message.split("\n")[0] ?? "";
  const said = redact === undefined || message === "" ? "" : `: ${redact(message)}`;
  const place = /[\s(](?!node:)([^\s()]+:\d+):\d+\)?$/m.exec(error.stack ?? "")?.[1];
  return `${error.name}${said}${place === undefined ? "" : ` (${basename(place)})`}`;
}

/** Straight to the descriptor: the streams may be what broke. */
function writeLastWords(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // Nobody can read stderr any more; the exit code still tells.
  }
}

/** Nothing is left to wait for. Node would now take down piece by piece what it built up, which takes half as long as to start. */
function leave(): void {
  // oxlint-disable-next-line unicorn/no-process-exit -- everything is done and written
  process.exit();
}

function forceExit(code: number): void {
  // oxlint-disable-next-line unicorn/no-process-exit -- the one place where the process may not wait for its own end
  process.exit(code);
}
