// One HTTP client for everything that carries a key: total deadline, size cap, no redirects, no automatic repeat.

/** Where a request may end up. */
export interface Reach {
  /** Private addresses, or networks such as 10.0.0.0/8, that are meant; all others are refused when the connection is made. */
  readonly allow: readonly string[];
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON when present. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`: what a vendor's own library has made and perhaps signed. Its content type stands in `headers`. */
  readonly text?: string;
  /** Total deadline in milliseconds, from the first byte out to the last byte in. Default 10 s. */
  readonly timeoutMs?: number;
  /** Refuse addresses that lead into a private network. Left out where a place inside is what is meant. */
  readonly reach?: Reach;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** At most 1 MiB; a longer body is an error. Never quoted in messages. */
  readonly text: string;
  /** Seconds to wait as the server asked (Retry-After, capped at 60), or undefined. */
  readonly retryAfter: number | undefined;
}

/**
 * A request that gave no usable answer. `sent: false` = for certain nothing left this machine (DNS, refused, TLS);
 * `sent: true` = the request may have taken effect. The message names host and cause, never a body, header or query.
 */
export class HttpFailure extends Error {
  readonly sent: boolean;

  constructor(message: string, sent: boolean, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "HttpFailure";
    this.sent = sent;
  }
}

/** How the message ends where a client that only reads has refused to send. */
export const NOT_SENT = "not sent, because it could change something there";

export interface Http {
  /** Any status is an answer (redirects too: they are not followed). Throws HttpFailure. */
  send(request: HttpRequest): Promise<HttpResponse>;
}
