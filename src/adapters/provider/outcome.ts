// What an answer means for an act on the outside: done, failed for certain, or unknown.
import { HttpFailure, type Http, type HttpRequest, type HttpResponse } from "../../ports/http.ts";
import { OutsideError } from "../../ports/outside.ts";

/** What a call is for, in words for people, e.g. `acme: create a key`, and whether it changes anything at the vendor. */
export interface Purpose {
  readonly what: string;
  readonly changes: boolean;
  /** Statuses besides 2xx that mean the same: for deletes, that the key is gone already. */
  readonly also?: readonly number[];
}

/** 4xx statuses after which the vendor may have done the work all the same: timeout, conflict, too early (RFC 9110 15.5.9, 15.5.10; RFC 8470 5.2). */
const AMBIGUOUS = [408, 409, 425];

/**
 * Send once and give back the answer when it is a success. Throws OutsideError: certain for what never left, redirects and refusals
 * (4xx; 429 is turned away unprocessed, RFC 6585 4), uncertain for lost answers, 5xx and ambiguous 4xx. A read is always certain: it changes nothing.
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

function lost(error: unknown, purpose: Purpose): OutsideError {
  const sent = !(error instanceof HttpFailure) || error.sent;
  const cause = error instanceof HttpFailure ? error.message : "no answer";
  const certain = !purpose.changes || !sent;
  const hint = certain ? undefined : LOOK;
  return new OutsideError(certain, `${purpose.what}: ${cause}`, hint === undefined ? {} : { hint });
}

function refused(response: HttpResponse, purpose: Purpose): OutsideError {
  const { status } = response;
  const certain = !purpose.changes || (status < 500 && !AMBIGUOUS.includes(status));
  const message = `${purpose.what}: the vendor answered ${String(status)}${meaning(response)}`;
  if (!certain) return new OutsideError(false, message, { hint: LOOK });
  const hint = status === 401 || status === 403 ? "claro-ir doctor" : undefined;
  return new OutsideError(true, message, hint === undefined ? {} : { hint });
}

/** Whether it was done is settled by looking, never by repeating. */
const LOOK = "claro-ir reconcile";

function meaning({ status, retryAfter }: HttpResponse): string {
  if (status >= 300 && status < 400) return ", redirected, not followed";
  if (status === 401) return ", the admin credential is not accepted";
  if (status === 403) return ", the admin credential lacks the right";
  if (status === 404) return ", no such key or a wrong base URL";
  if (status === 429)
    return retryAfter === undefined
      ? ", too many requests"
      : `, asked to wait ${String(retryAfter)} s`;
  return "";
}
