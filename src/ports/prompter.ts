// Asking a person. Only where there is a terminal; every question has a flag that answers it.
import type { Secret } from "../core/credential/secret.ts";
import type { Line } from "../core/session/draw.ts";

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
}

/** How a live screen ended: a row opened, or one of its keys. */
export type LiveAnswer =
  | { readonly kind: "open"; readonly row: number }
  | { readonly kind: "key"; readonly key: string; readonly row: number };

/** A choice by one key. */
export interface Choice {
  readonly key: string;
  readonly words: string;
}

export interface Prompter {
  /** A line of text; Enter alone gives `fallback`, or nothing. */
  text(question: string, fallback?: string): Promise<string>;
  /** A value that is not shown while it is pasted; Enter alone gives undefined where `optional`. */
  hidden(question: string, optional?: boolean): Promise<Secret | undefined>;
  /** One key of several. `preferred` is what Enter means; without one Enter means nothing. */
  choose(question: string, choices: readonly Choice[], preferred?: string): Promise<string>;
  live(screen: LiveScreen): Promise<LiveAnswer>;
}
