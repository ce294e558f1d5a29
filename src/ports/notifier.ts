// A channel that tells people. Each kind is one file in adapters/notifier plus one line in its index.
import type { Notice } from "../core/notify/notice.ts";

/** What a service said when it took a message. */
export interface Delivered {
  /** HTTP status or SMTP reply code. */
  readonly status: number;
  /** Its own name for the message, where it gives one. */
  readonly remoteId: string | null;
  /** What else is worth the record, e.g. a recipient that was refused; null = nothing. */
  readonly detail: string | null;
}

/**
 * A message that was not taken, or perhaps was. `certain`: nobody got it. `again`: trying again may help (429, 5xx, no way there).
 * The message names the service and its answer; never an address with its secret, a body or a key.
 */
export class NotDelivered extends Error {
  readonly certain: boolean;
  readonly again: boolean;
  readonly status: number | null;
  /** Seconds that the service asked to wait; undefined = it did not. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    how: {
      readonly certain: boolean;
      readonly again: boolean;
      readonly status?: number;
      readonly retryAfter?: number | undefined;
    },
  ) {
    super(message);
    this.name = "NotDelivered";
    this.certain = how.certain;
    this.again = how.again;
    this.status = how.status ?? null;
    this.retryAfter = how.retryAfter;
  }
}

/** Where a channel leads. */
export interface Whither {
  /** Host and port, e.g. `hooks.slack.com`. */
  readonly host: string;
  /** This machine: all that a rehearsal may talk to. */
  readonly isLoopback: boolean;
}

/** One channel, connected. Nothing is resolved or called before it is used. */
export interface Notifier {
  readonly id: string;
  readonly kind: string;
  /** The service takes a repeated message for the same one, so that a lost answer may be asked again. */
  readonly deduplicates: boolean;
  /** What would be sent, without the secret it is sent with. */
  body(notice: Notice): unknown;
  /** Throws OutsideError (certain) where a reference leads nowhere or the address may not be used. */
  whither(): Promise<Whither>;
  /** One attempt within `timeoutMs`. Throws NotDelivered, or OutsideError where a reference leads nowhere. */
  send(notice: Notice, timeoutMs: number): Promise<Delivered>;
  /** Look whether the service can be reached and speaks TLS, sending nothing; a sentence about what was seen. Throws NotDelivered, OutsideError. */
  look(timeoutMs: number): Promise<string>;
}
