// One POST to a chat or pager service, and what its answer means: taken, refused for certain, worth another try, or unknown.
import { NotDelivered, type Whither } from "../../ports/notifier.ts";
import { HttpFailure, type HttpRequest, type HttpResponse, type Reach } from "../../ports/http.ts";
import { OutsideError } from "../../ports/outside.ts";
import { addressProblem, isLoopback, testAddress } from "../http/base-url.ts";
import type { NotifierDeps } from "./definition.ts";

/** Where a kind of service is posted to. */
export interface Service {
  readonly id: string;
  readonly kind: string;
  /** The address as configured: a reference, or written out. */
  readonly address: string;
  /** Hosts of this service; `undefined` = any. This machine is always one, for tests. */
  readonly hosts: RegExp | undefined;
  readonly allow: readonly string[];
  /** What a status means at this service, as the end of a sentence. */
  readonly meanings: Readonly<Record<number, string>>;
}

/** The address to post to. Throws OutsideError (certain) where there is none, or one that this service does not have. */
export async function addressOf(service: Service, deps: NotifierDeps): Promise<URL> {
  const text = (await deps.resolve(service.address)).trim();
  if (text !== service.address) deps.remember(text);
  const hint = `claro-ir notifiers show ${service.kind}`;
  const problem = addressProblem(text);
  if (problem !== undefined)
    throw new OutsideError(true, `${service.id}: its address is refused: ${problem}`, { hint });
  const own = new URL(text);
  const override = testAddress(service.kind, deps.endpoints);
  const url = override === undefined ? own : new URL(override.origin + own.pathname + own.search);
  if (!isLoopback(url) && service.hosts?.test(url.hostname) === false)
    throw new OutsideError(true, `${service.id}: its address is none of ${service.kind}'s`, {
      hint,
    });
  return url;
}

/** Where a service leads, for those who must know before they call. */
export async function whitherOf(service: Service, deps: NotifierDeps): Promise<Whither> {
  const url = await addressOf(service, deps);
  return { host: url.host, isLoopback: isLoopback(url) };
}

/** What is posted: a body, or the text it was signed as. */
type Posted = Pick<HttpRequest, "body" | "text" | "headers">;

/** Send once. Throws NotDelivered for whatever is no 2xx. */
export async function post(
  service: Service,
  deps: NotifierDeps,
  posted: Posted,
  timeoutMs: number,
): Promise<HttpResponse> {
  const url = await addressOf(service, deps);
  const answer = await call(service, deps, { ...posted, method: "POST", url: url.href, timeoutMs });
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw refused(service, answer);
}

/** Whether the service answers at all, by a GET that sends nothing: any answer will do. */
export async function lookAt(
  service: Service,
  deps: NotifierDeps,
  timeoutMs: number,
): Promise<string> {
  const url = await addressOf(service, deps);
  await call(service, deps, { method: "GET", url: `${url.origin}/`, timeoutMs });
  return `${url.host} answers${url.protocol === "https:" ? ", its certificate is good" : ""}`;
}

async function call(
  { id, allow }: Service,
  { http }: NotifierDeps,
  request: HttpRequest,
): Promise<HttpResponse> {
  const reach: Reach = { allow };
  try {
    return await http.send({ ...request, reach });
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    // A name that leads into a private network will do so the next time, too.
    const again = !error.message.includes("private address");
    throw new NotDelivered(`${id}: ${error.message}`, { certain: !error.sent, again });
  }
}

/** 429 was turned away unprocessed (RFC 6585, 4); a server that failed may have passed the message on; any other answer is a no. */
function refused({ id, meanings }: Service, { status, retryAfter }: HttpResponse): NotDelivered {
  const why = status >= 300 && status < 400 ? "redirected, not followed" : meanings[status];
  const message = `${id}: answered ${String(status)}${why === undefined ? "" : `, ${why}`}`;
  return new NotDelivered(message, {
    certain: status < 500,
    again: status === 429 || status >= 500,
    status,
    retryAfter,
  });
}
