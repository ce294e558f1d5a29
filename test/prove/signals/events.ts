// Everything that may end or interrupt a program at its terminal, and how the program must end then.
import { setTimeout as wait } from "node:timers/promises";
import { childOf } from "./child.ts";
import type { TerminalWindow } from "../../support/terminal.ts";

/** Where an event meets the program: at a question that waits, or in the middle of an act outside. */
export type Moment = "prompt" | "effect";

export interface Event {
  readonly id: string;
  /** Do it. `pid`: of the program itself. */
  happen(window: TerminalWindow, pid: number): Promise<void>;
  /** Exit codes that are right, and what ends it where the event alone does not: keys, one after the other. */
  readonly ends: Readonly<Record<Moment, readonly number[]>>;
  /** Its shell takes the terminal back and is told to let it go on. */
  readonly stops?: boolean;
  /** The terminal is gone with it. */
  readonly takesTerminal?: boolean;
  /** Where the shell sends the answer. */
  readonly through?: string;
}

/** Between two presses, ms: as fast as a frightened person. */
const TWICE_MS = 200;

function key(name: string, times = 1) {
  return async (window: TerminalWindow): Promise<void> => {
    for (let press = 0; press < times; press += 1) {
      if (press > 0) await wait(TWICE_MS);
      window.press(name);
    }
  };
}

function signal(name: NodeJS.Signals) {
  return async (_window: TerminalWindow, pid: number): Promise<void> => {
    process.kill(pid, name);
  };
}

/** Done 0, refused 3, unknown 5, the vendor failed 8: what an act comes to that nobody interrupts. */
const OUTCOMES = [0, 3, 5, 8];

/** A reader that goes away before there is anything to read. */
export const CLOSED_PIPE: Event = {
  id: "closed-pipe",
  through: "> >(exec cat)",
  happen: async (_window, pid) => {
    // A shell opens it for the program, in the process that becomes the program.
    process.kill(await childOf(pid, "cat"), "SIGKILL");
  },
  // Nobody is asked where not everything leads to the terminal.
  ends: { prompt: [], effect: OUTCOMES },
};

export const EVENTS: readonly Event[] = [
  { id: "ctrl-c", happen: key("ctrl-c"), ends: { prompt: [130], effect: [130] } },
  { id: "ctrl-c-twice", happen: key("ctrl-c", 2), ends: { prompt: [130], effect: [130] } },
  { id: "ctrl-d", happen: key("ctrl-d"), ends: { prompt: [130], effect: OUTCOMES } },
  { id: "hup", happen: signal("SIGHUP"), ends: { prompt: [129], effect: [129] } },
  {
    id: "hang-up",
    happen: async (window) => {
      window.hangUp();
    },
    ends: { prompt: [129], effect: [129] },
    takesTerminal: true,
  },
  { id: "term", happen: signal("SIGTERM"), ends: { prompt: [143], effect: [143] } },
  {
    id: "stop-continue",
    happen: signal("SIGSTOP"),
    ends: { prompt: [130], effect: OUTCOMES },
    stops: true,
  },
];
