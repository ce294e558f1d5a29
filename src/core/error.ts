// The errors people see: what happened, why, what to type next. One class, one list of codes, one exit code each.

/** Exit codes that scripts may rely on (see README, "Exit codes"). */
export const EXIT = {
  done: 0,
  found: 1,
  usage: 2,
  refused: 3,
  conflict: 4,
  unknown: 5,
  "not-durable": 6,
  damaged: 7,
  remote: 8,
  bug: 70,
  hangup: 129,
  interrupted: 130,
  terminated: 143,
} as const;

export type ErrorKind = Exclude<keyof typeof EXIT, "done">;

/** An expected failure. `message` says what and why in one line, `hint` the next command to type. Never holds a secret. */
export class ClaroIrError extends Error {
  readonly kind: ErrorKind;
  /** Stable machine-readable code, kebab-case, e.g. `needs-unmet`. */
  readonly code: string;
  readonly hint: string | undefined;

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    options: { hint?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ClaroIrError";
    this.kind = kind;
    this.code = code;
    this.hint = options.hint;
  }

  get exitCode(): number {
    return EXIT[this.kind];
  }
}
