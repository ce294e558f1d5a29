// What a person at a terminal waits for: the first question of `start`, and after a key the next screen, its answer on disk.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn, type IPty } from "@lydell/node-pty";
import { interleave, median, pairedRatio, percentile, processMs } from "./measure.ts";
import type { Row } from "./table.ts";

const ROUNDS = 15;
const NOTES = 100;
const FIRST_QUESTION = /Leaked key/;
/** The questions after the first, each with the key that answers it, and the live view at their end. */
const QUESTIONS = [
  { shown: /Whose\?/, key: "\r" },
  { shown: /How is it known\?/, key: "\r" },
  { shown: /Misused now\?/, key: "\r" },
  { shown: /May the service fail/, key: "y" },
];
const LIVE = /q leave/;
const PATIENCE_MS = 20_000;

/** The built package at `root` in a pseudo-terminal of 80 columns. */
export async function terminalRows(root: string): Promise<readonly Row[]> {
  const home = await mkdtemp(join(tmpdir(), "claro-ir-bench-"));
  try {
    return await measureTerminal(join(root, "dist", "claro-ir.cjs"), home);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function measureTerminal(file: string, home: string): Promise<readonly Row[]> {
  const env = { PATH: process.env["PATH"], HOME: home };
  let session = 0;
  const declared: number[] = [];
  const answers: number[] = [];
  async function firstQuestion(): Promise<number> {
    session += 1;
    const store = join(home, `state-${String(session)}`);
    const screen = new Screen(file, home, { ...env, CLARO_IR_STORE: store });
    try {
      const ms = await screen.until(FIRST_QUESTION);
      const [first = 0, ...others] = await answerAll(screen);
      // The first session only warms up.
      if (session > 1) declared.push(first);
      if (session > 1) answers.push(...others);
      if (session === 2) answers.push(...(await writeNotes(screen)));
      return ms;
    } finally {
      await screen.leave();
    }
  }
  const [empty = [], first = []] = await interleave(
    [() => processMs(process.execPath, ["-e", "0"], { env, cwd: home }), firstQuestion],
    ROUNDS,
  );
  return [
    {
      name: "first question of start on a terminal / node -e 0",
      value: pairedRatio(first, empty),
      unit: "x",
      goal: 2.6,
      note: `${median(first).toFixed(0)} ms`,
    },
    {
      name: "the answer that declares, to the next question",
      value: median(declared),
      unit: "ms",
      goal: null,
      note: "makes the store",
    },
    { name: "key to the next screen, median", value: median(answers), unit: "ms", goal: 5 },
    { name: "key to the next screen, p99", value: percentile(answers, 99), unit: "ms", goal: 20 },
  ];
}

/** Answer the questions; milliseconds from each answer to the next question or the live view. */
async function answerAll(screen: Screen): Promise<readonly number[]> {
  const times: number[] = [];
  let key = "\r";
  for (const question of [...QUESTIONS, { shown: LIVE, key: "" }]) {
    times.push(await screen.press(key, question.shown));
    key = question.key;
  }
  return times;
}

/** Write notes; milliseconds from Enter to the live view, each with an event synced in between. */
async function writeNotes(screen: Screen): Promise<readonly number[]> {
  const times: number[] = [];
  for (let count = 0; count < NOTES; count += 1) {
    await screen.press("n", /Note/);
    times.push(await screen.press("seen\r", LIVE));
  }
  return times;
}

/** A program in a pseudo-terminal, and what it has written since the last key. */
class Screen {
  readonly #program: IPty;
  readonly #started = performance.now();
  readonly #ended = Promise.withResolvers<undefined>();
  #text = "";
  #look: () => void = () => undefined;

  constructor(file: string, cwd: string, env: Record<string, string | undefined>) {
    this.#program = spawn(process.execPath, [file, "start"], { cwd, env, cols: 80, rows: 24 });
    this.#program.onData((text) => {
      this.#text += text;
      this.#look();
    });
    this.#program.onExit(() => this.#ended.resolve(undefined));
  }

  /** Milliseconds from the start of the program until it shows this. Throws with all it wrote when it does not. */
  async until(shown: RegExp): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const patience = setTimeout(
      () => reject(new Error(`${String(shown)} is not shown:\n${this.#text}`)),
      PATIENCE_MS,
    );
    this.#look = () => {
      if (shown.test(this.#text)) resolve(performance.now() - this.#started);
    };
    this.#look();
    return promise.finally(() => clearTimeout(patience));
  }

  /** Type; milliseconds until this is shown. */
  async press(keys: string, shown: RegExp): Promise<number> {
    this.#text = "";
    const pressed = performance.now() - this.#started;
    this.#program.write(keys);
    return (await this.until(shown)) - pressed;
  }

  async leave(): Promise<void> {
    this.#program.kill("SIGKILL");
    await this.#ended.promise;
  }
}
