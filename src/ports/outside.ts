// How a call on the outside can end, besides well.

/**
 * An act on the outside that did not succeed. `certain: true` = it failed and nothing was changed (4xx, refused, missing variable);
 * `certain: false` = the answer was lost or ambiguous, so it is UNKNOWN and must be settled by looking. Message and hint hold no secret.
 */
export class OutsideError extends Error {
  readonly certain: boolean;
  readonly hint: string | undefined;

  constructor(certain: boolean, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "OutsideError";
    this.certain = certain;
    this.hint = options.hint;
  }
}
