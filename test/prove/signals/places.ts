// Where a person may be when it happens: every kind of question of a session, and the acts on the outside.
import type { Point } from "../../acceptance/robust/point.ts";
import { LEAKED } from "../../support/session.ts";
import { clockOf } from "../../support/cli.ts";
import type { TerminalWindow } from "../../support/terminal.ts";

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
const DECLARED = [...FOURTH, ["5 May it fail", "y"]] as const;

export const PROMPTS: readonly Prompt[] = [
  { id: "the hidden question", way: [], at: "1 Leaked key" },
  { id: "whose key", way: FIRST, at: "2 Whose" },
  { id: "how it is known", way: SECOND, at: "3 How" },
  { id: "misused", way: THIRD, at: "4 Misused" },
  { id: "may it fail", way: FOURTH, at: "5 May it fail" },
  { id: "the live view", way: DECLARED, at: LIVE },
  {
    id: "a note half typed",
    way: [...DECLARED, [LIVE, "n"], ["Note", "h", "a", "l", "f"]],
    at: "half",
  },
  { id: "all steps", way: [...DECLARED, [LIVE, "a"]], at: /back/ },
  { id: "the keys explained", way: [...DECLARED, [LIVE, "?"]], at: /back/ },
  { id: "a room", way: [...DECLARED, [LIVE, "Enter"]], at: /\[|\?|>/ },
];

/** Go to the prompt. */
export async function goTo(window: TerminalWindow, { way, at }: Prompt): Promise<void> {
  for (const [shown, ...keys] of way) {
    await window.waitFor(shown);
    for (const key of keys) {
      if (key === LEAKED) window.paste(key);
      else window.press(key);
    }
  }
  await window.waitFor(at);
  await window.settled(200);
}

export interface Act {
  readonly id: string;
  /** What must have been done before. */
  readonly before: readonly (readonly string[])[];
  readonly args: (point: Point) => readonly string[];
  /** The request that the vendor leaves unanswered, so that the act is under way for as long as a request may take. */
  readonly fault: { readonly endpoint: string; readonly fault: string };
}

const OUTAGE = ["decide", "outage", "10", "--because", "public"];
const CAPTURE = ["run", "capture-minimum-evidence"];

export const ACTS: readonly Act[] = [
  {
    id: "a key being made",
    before: [],
    args: () => ["run", "create-replacement-key"],
    fault: { endpoint: "POST /v1/keys", fault: "hang-after" },
  },
  {
    id: "a key being cut",
    before: [OUTAGE, CAPTURE],
    args: (point) => ["run", "block-compromised-key", "--confirm", point.name],
    fault: { endpoint: "DELETE /v1/keys/*", fault: "hang-after" },
  },
];

/** The words of the command, on the sandbox's time. */
export function onClock(point: Point, args: readonly string[]): string {
  return [...clockOf(point.stage.sandbox).args, ...args].join(" ");
}
