// What a campaign of proof is: something that is done to the program many times, what must hold then, and mistakes that it must catch.

/** A case in which something did not hold. */
export interface Violation {
  /** What was seen, in one line. */
  readonly what: string;
  /** The argument of `--replay` that plays this case alone. */
  readonly replay: string;
}

export interface Findings {
  /** Cases that were really played. */
  readonly cases: number;
  /** The figures, in one line: `612 points in 8 commands, 104 of them twice`. */
  readonly figures: string;
  readonly violations: readonly Violation[];
}

/** A text in the sources that a mistake takes the place of. */
export interface Line {
  /** Below the root of the package. */
  readonly file: string;
  readonly text: string;
}

/** A build or a store with a mistake in it. A campaign that does not see the mistake proves nothing. */
export interface Control {
  /** The mistake, to be read after "a program that": `retries a create`. */
  readonly name: string;
  /** Where it is written into the program; none where it is a machine, a store or a disk. */
  readonly lines: readonly Line[];
  /** Violations that the campaign's short form sees in it. */
  caught(): Promise<number>;
}

export interface Order {
  readonly isShort: boolean;
  /** Play this case alone, and tell it step by step. */
  readonly replay: string | null;
  /** Progress, for a person who waits. */
  say(text: string): void;
}

export interface Campaign {
  readonly id: string;
  /** What is done to the program: the first column of the README's table. */
  readonly does: string;
  /** Programs it cannot do without (`tools.ts` knows their packages); `root` for the right to mount. */
  readonly needs: readonly string[];
  run(order: Order): Promise<Findings>;
  /** Of these the short form takes the first. */
  readonly controls: readonly Control[];
}
