// A person's hands: a process of its own that runs one command after the other.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { placeOf, type CliOptions, type Ended } from "./cli.ts";

/** Code compiled by earlier hands: halves their start. Beside the packages, where what is made from them may lie. */
const COMPILED = join(import.meta.dirname, "..", "..", "node_modules", ".cache", "hands");

interface Answered {
  readonly id: number;
  readonly ended: Ended;
}

export class Hands {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (ended: Ended) => void>();
  #last = 0;

  /** `first`: a module that is loaded before the program; `env`: what it finds in its environment. */
  constructor(planted?: {
    readonly first: string;
    readonly env: Readonly<Record<string, string>>;
  }) {
    this.#child = fork(join(import.meta.dirname, "hands-child.ts"), {
      execArgv: planted === undefined ? [] : ["--import", planted.first],
      env: { PATH: process.env["PATH"] ?? "", NODE_COMPILE_CACHE: COMPILED, ...planted?.env },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    this.#child.on("message", (answered: Answered) => {
      this.#waiting.get(answered.id)?.(answered.ended);
      this.#waiting.delete(answered.id);
    });
    this.#child.on("exit", (code) => {
      const ended = { code, signal: null, stdout: "", stderr: "the hands' process ended" };
      for (const tell of this.#waiting.values()) tell(ended);
    });
  }

  /** Run a command in the hands' process, after those it was given before. */
  run(args: readonly string[], options: Omit<CliOptions, "input">): Promise<Ended> {
    const { cwd, env, leading } = placeOf(options);
    this.#last += 1;
    const id = this.#last;
    const { promise, resolve } = Promise.withResolvers<Ended>();
    this.#waiting.set(id, resolve);
    // A process that was killed meanwhile takes no more orders; what it was given before is told by its exit.
    this.#child.send({ id, args: [...leading, ...args], cwd, env }, (error) => {
      if (error === null) return;
      this.#waiting.delete(id);
      resolve({ code: null, signal: null, stdout: "", stderr: "the hands' process is gone" });
    });
    return promise;
  }

  /** Send a signal to the process: stopped it may go on, killed it answers nothing more (code null). */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Let this process end although the hands are still there; they end with it. */
  unref(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.disconnect();
    await ended;
  }
}

let shared: Hands | undefined;

/** Hands for every test file of a worker, which keeps them alive: a start costs as much as thirty commands. */
export function sharedHands(): Hands {
  shared ??= new Hands();
  shared.unref();
  return shared;
}
