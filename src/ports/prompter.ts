// Asking a person. Only where there is a terminal; every question has a flag that answers it.
import type { Secret } from "../core/credential/secret.ts";
import type { Line, Style } from "../core/session/line.ts";

/** A screen that redraws itself while it waits for a key. */
export interface LiveScreen {
  /** What to show now. */
  draw(selected: number, width: number): readonly Line[];
  /** The same for a screen reader: whole words, one fact a line. Without it what is drawn is read out. */
  words?(): readonly string[];
  /** How many rows the cursor can be on, now. */
  rows(): number;
  /** Look for what others did; called about once a second. */
  refresh(): Promise<void>;
  /** Single keys that end it, beside Enter and digits. */
  readonly keys: readonly string[];
  /** Row that the cursor begins on; 0 where it does not say. */
  readonly from?: number;
  /** Digits open rows, unless this says no. */
  readonly digits?: boolean;
  /** It ends by itself once this is true. */
  isDone?(): boolean;
}

/** How a live screen ended: a row opened, one of its keys, or by itself. */
export type LiveAnswer =
  | { readonly kind: "open"; readonly row: number }
  | { readonly kind: "key"; readonly key: string; readonly row: number }
  | { readonly kind: "done" };

/** A choice by one key. */
export interface Choice {
  readonly key: string;
  readonly words: string;
}

export interface Prompter {
  /** A line for the person, wrapped at words; leading blanks are kept on every line. */
  say(text: string, style?: Style): void;
  /** A line of text; Enter alone gives `fallback`, or nothing. */
  text(question: string, fallback?: string): Promise<string>;
  /**
   * A value that is not shown while it is pasted; Enter alone gives undefined, one of `keys` typed alone gives that key. `shown` is called
   * once the question is on the screen: what takes a while may begin then, while the person reads.
   */
  hidden(
    question: string,
    keys?: readonly string[],
    shown?: () => void,
  ): Promise<Secret | string | undefined>;
  /** One key of several. `preferred` is what Enter means; without one Enter means nothing. */
  choose(question: string, choices: readonly Choice[], preferred?: string): Promise<string>;
  live(screen: LiveScreen): Promise<LiveAnswer>;
  /** Show a key on the terminal itself until one is pressed, then take it off the screen. */
  reveal(secret: Secret): Promise<void>;
  /** Offer words (never a secret) to the terminal's clipboard; terminals that do not know how ignore it. */
  copy(text: string): void;
}
