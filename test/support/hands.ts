// A person's hands: a process of its own that runs one command after the other.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Ended } from "./cli.ts";

interface Answered {
  readonly id: number;
  readonly ended: Ended;
}

export class Hands {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (ended: Ended) => void>();
  #last = 0;

  constructor() {
    this.#child = fork(join(import.meta.dirname, "hands-child.ts"), {
      execArgv: [],
      env: { PATH: process.env["PATH"] ?? "" },
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

  /** Run a command in the hands' process; one at a time. */
  run(
    args: readonly string[],
    place: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  ): Promise<Ended> {
    this.#last += 1;
    const id = this.#last;
    const { promise, resolve } = Promise.withResolvers<Ended>();
    this.#waiting.set(id, resolve);
    this.#child.send({ id, args, ...place });
    return promise;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.disconnect();
    await ended;
  }
}
