// What an answer means for an act on the outside: done, failed for certain, or unknown. Targets and providers judge alike.
import { HttpFailure, type Http, type HttpRequest, type HttpResponse } from "../../ports/http.ts";
import { OutsideError } from "../../ports/outside.ts";

/** What a call is for. */
export interface Purpose {
  /** In words for people, e.g. `acme: create a key`. */
  readonly what: string;
  /** Whether it changes anything at the vendor. */
  readonly changes: boolean;
  /** Statuses besides 2xx that mean the same: for deletes, that the key is gone already. */
  readonly also?: readonly number[];
  /** What a status means at this vendor, as the end of a sentence: `{ 404: "no such secret" }`. */
  readonly meanings?: Readonly<Record<number, string>>;
}

/**
 * Statuses after which the vendor may have done the work all the same: timeout, conflict, too early (RFC 9110 15.5.9, 15.5.10; RFC 8470
 * 5.2), and the answers of web frameworks to a form that was taken: found, see other (RFC 9110 15.4.3, 15.4.4).
 */
const AMBIGUOUS = [302, 303, 408, 409, 425];

/** Whether it was done is settled by looking, never by repeating. */
const LOOK = "claro-ir reconcile";

/**
 * Send once and give back the answer when it is a success. Throws OutsideError: certain for what never left, moved addresses and refusals
 * (4xx; 429 is turned away unprocessed, RFC 6585 4), uncertain for lost answers, 5xx and what is ambiguous. A read is always certain: it changes nothing.
 */
export async function perform(
  http: Http,
  request: HttpRequest,
  purpose: Purpose,
): Promise<HttpResponse> {
  const response = await http.send(request).catch((error: unknown) => {
    throw lost(error, purpose);
  });
  const { status } = response;
  if ((status >= 200 && status < 300) || purpose.also?.includes(status) === true) return response;
  throw refused(response, purpose);
}

/** The error for a call without a usable answer. Only a HttpFailure's words are repeated: others may quote what was sent. */
export function lost(error: unknown, purpose: Purpose): OutsideError {
  const sent = !(error instanceof HttpFailure) || error.sent;
  const cause = error instanceof HttpFailure ? error.message : "no usable answer";
  const certain = !purpose.changes || !sent;
  return new OutsideError(certain, `${purpose.what}: ${cause}`, certain ? {} : { hint: LOOK });
}

/** The error for an answer that is no success. `meaning` beats the purpose's own words for the status. */
export function refused(
  answer: Pick<HttpResponse, "status" | "retryAfter">,
  purpose: Purpose,
  meaning: string | undefined = meaningOf(answer, purpose),
): OutsideError {
  const { status } = answer;
  const certain = !purpose.changes || (status < 500 && !AMBIGUOUS.includes(status));
  const end = meaning === undefined ? "" : `, ${meaning}`;
  const message = `${purpose.what}: the vendor answered ${String(status)}${end}`;
  if (!certain) return new OutsideError(false, message, { hint: LOOK });
  const isOurs = status === 401 || status === 403;
  return new OutsideError(true, message, isOurs ? { hint: "claro-ir doctor" } : {});
}

function meaningOf(
  { status, retryAfter }: Pick<HttpResponse, "status" | "retryAfter">,
  { meanings }: Purpose,
): string | undefined {
  if (status === 429 && retryAfter !== undefined) return `asked to wait ${String(retryAfter)} s`;
  if (status === 429) return "too many requests";
  if (status >= 300 && status < 400) return "redirected, not followed";
  return meanings?.[status];
}
