// What `doctor` asks of the machine it runs on: where things lie, and whether they keep their promises.

/** Something that is wrong, and the command or the line of YAML that puts it right. */
export interface Fault {
  readonly what: string;
  readonly fix: string;
}

/** The store's folder as it is. Nothing is made or changed there but a temporary file, which is removed again. */
export interface StoreExamination {
  /** Absolute folder. */
  readonly location: string;
  /** Why this one, in words: `--store`, `state/ beside the configuration` … */
  readonly why: string;
  /** False: it will be made when the first incident is declared. */
  readonly exists: boolean;
  /** Whether it can be read as a store; then `faults` may still name what is wrong with it. */
  readonly usable: boolean;
  readonly faults: readonly Fault[];
  /** Bytes that this user may still write there. */
  readonly freeBytes: number;
}

/** What words are shown on. */
export interface TerminalFacts {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly colour: boolean;
  readonly utf8: boolean;
}
