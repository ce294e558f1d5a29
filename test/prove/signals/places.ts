// Where a person may be when it happens: every kind of question of a session, and the acts on the outside.
import type { Point } from "../../acceptance/robust/point.ts";
import { LEAKED } from "../../support/session.ts";
import { clockOf } from "../../support/cli.ts";
import type { TerminalWindow } from "../../support/terminal.ts";

/** Longer than a request's deadline (10 s), and its record; much longer on a busy machine. */
export const LONG_MS = 90_000;

export interface Prompt {
  readonly id: string;
  /** What is typed, each once the screen shows what stands before it. */
  readonly way: readonly (readonly [shown: string | RegExp, ...keys: string[]])[];
  /** What the screen shows where the event happens. */
  readonly at: string | RegExp;
}

const LIVE = /q leave|q\(safe\)/;
const FIRST = [["1 Leaked key", LEAKED, "Enter"]] as const;
const SECOND = [...FIRST, ["2 Whose", "1"]] as const;
const THIRD = [...SECOND, ["3 How", "Enter"]] as const;
const FOURTH = [...THIRD, ["4 Misused", "Enter"]] as const;
const DECLARED = [...FOURTH, ["5 May the service fail", "y"]] as const;

export const PROMPTS: readonly Prompt[] = [
  { id: "the hidden question", way: [], at: "1 Leaked key" },
  { id: "whose key", way: FIRST, at: "2 Whose" },
  { id: "how it is known", way: SECOND, at: "3 How" },
  { id: "misused", way: THIRD, at: "4 Misused" },
  { id: "may it fail", way: FOURTH, at: "5 May the service fail" },
  { id: "the live view", way: DECLARED, at: LIVE },
  {
    id: "a note half typed",
    way: [...DECLARED, [LIVE, "n"], ["Note", "h", "a", "l", "f"]],
    at: "half",
  },
  { id: "all steps", way: [...DECLARED, [LIVE, "a"]], at: /back/ },
  { id: "the keys explained", way: [...DECLARED, [LIVE, "?"]], at: /back/ },
  { id: "a line in a room", way: [...DECLARED, [LIVE, "Enter"]], at: "(Enter = skip)" },
];

/** Go to the prompt. */
export async function goTo(window: TerminalWindow, { way, at }: Prompt): Promise<void> {
  for (const [shown, ...keys] of way) {
    await window.waitFor(shown, LONG_MS);
    for (const key of keys) {
      if (key === LEAKED) window.paste(key);
      else window.press(key);
    }
  }
  await window.waitFor(at, LONG_MS);
  await window.settled(200);
}

/** A command that asks where it can, and where the shell sends its words: to somebody who has left. */
export interface Piped {
  readonly id: string;
  readonly args: string;
  readonly through: string;
}

const LEFT = [
  ["answer", "> >(exec true)"],
  ["questions", "2> >(exec true)"],
  ["answer and questions", "> >(exec true) 2>&1"],
] as const;

export const PIPED: readonly Piped[] = [
  ["start", "start"],
  ["the bare command", ""],
  ["resume", "resume"],
  ["init", "init"],
  ["run", "run create-replacement-key"],
].flatMap(([name = "", args = ""]) =>
  LEFT.map(([whose, through]) => ({ id: `the ${whose} of ${name}`, args, through })),
);

export interface Act {
  readonly id: string;
  /** What must have been done before. */
  before(point: Point): readonly (readonly string[])[];
  args(point: Point): readonly string[];
  /** The request that the vendor leaves unanswered, so that the act is under way for as long as a request may take. */
  readonly fault: { readonly endpoint: string; readonly fault: string };
}

const OUTAGE = ["decide", "outage", "10", "--because", "public"];
const CAPTURE = ["run", "capture-minimum-evidence"];
const CREATE = ["run", "create-replacement-key"];
const ASKED = { endpoint: "GET /v1/prompts", fault: "hang" };

function cut({ name }: Point): readonly string[] {
  return ["run", "block-compromised-key", "--confirm", name];
}

export const ACTS: readonly Act[] = [
  {
    id: "a key being made",
    before: () => [],
    args: () => CREATE,
    fault: { endpoint: "POST /v1/keys", fault: "hang-after" },
  },
  {
    id: "a key being cut",
    before: () => [OUTAGE, CAPTURE],
    args: cut,
    fault: { endpoint: "DELETE /v1/keys/*", fault: "hang-after" },
  },
  {
    id: "its use being read",
    before: () => [],
    args: () => CAPTURE,
    fault: { endpoint: "GET /v1/keys", fault: "hang" },
  },
  {
    id: "a key being proved dead",
    before: (point) => [OUTAGE, CAPTURE, cut(point)],
    args: () => ["run", "verify-key-rejected"],
    fault: ASKED,
  },
  {
    id: "a new key being proved",
    before: () => [CREATE, ["run", "deploy-replacement-key"]],
    args: () => ["run", "verify-replacement-live"],
    fault: ASKED,
  },
];

/** The words of the command, on the sandbox's time. */
export function onClock(point: Point, args: readonly string[]): string {
  return [...clockOf(point.stage.sandbox).args, ...args].join(" ");
}
