// The one HTTP client, on undici's request(), which follows no redirect and repeats nothing.
// Each request has a connection of its own: no stale keep-alive socket can turn a plain failure into an unknown outcome.
import type { Dispatcher } from "undici";
import {
  HttpFailure,
  type Http,
  type HttpRequest,
  type HttpResponse,
  type Reach,
} from "../../ports/http.ts";
import { addressProblem, isLoopback } from "./base-url.ts";
import { loadUndici, type Undici } from "./load-undici.ts";
import { addressOf, AddressRefused, guardedLookup, mayCallHost } from "./reach.ts";
import { retryAfterSeconds } from "./retry-after.ts";

const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_BODY_BYTES = 1024 * 1024;
/** undici's own timers are off: they restart with every chunk, so a slow drip never ends them. */
const NO_TIMER = 0;

type Interceptor = Parameters<Dispatcher["compose"]>[number];

/** What became of one exchange so far: needed to say what a failure means. */
interface Progress {
  /** The request was given to a ready connection: from here on it may have taken effect. */
  sent: boolean;
  late: boolean;
}

/** Environment variables that name a proxy. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

export interface HttpOptions {
  /** Where HTTPS_PROXY and NO_PROXY are read (also in lower case). Default: the process's own. */
  readonly env?: ProxyEnvironment;
  /** What it calls itself. */
  readonly agent?: string;
}

/**
 * The HTTP client for everything that carries a key. Total deadline in ms (default 10 s), no redirects, no repeats, at most
 * 1 MiB of answer, uncompressed, https only (plain http to loopback). Loads undici at the first request.
 * A failure is `sent: false` only when no connection was ready to take the request.
 */
export function createHttp(options: HttpOptions = {}): Http {
  const env = options.env ?? process.env;
  const agent = options.agent ?? "claro-ir";
  return { send: (request) => send(request, env, agent) };
}

async function send(
  request: HttpRequest,
  env: ProxyEnvironment,
  agent: string,
): Promise<HttpResponse> {
  const problem = addressProblem(request.url);
  if (problem !== undefined)
    throw new HttpFailure(`${request.method} not sent: unsupported URL (${problem})`, false);
  const url = new URL(request.url);
  const what = `${request.method} ${url.host}`;
  const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const progress: Progress = { sent: false, late: false };
  const undici = await loadUndici();
  await refusePrivate(request, url, env, what);
  const dispatcher = openDispatcher(undici, url, env, request, what);
  const deadline = setTimeout(() => {
    progress.late = true;
    void dispatcher.destroy();
  }, timeoutMs);
  try {
    return await exchange(undici, request, dispatcher.compose(noteStart(progress)), what, agent);
  } catch (error) {
    if (error instanceof HttpFailure) throw error;
    const cause = progress.late
      ? `no complete answer within ${String(timeoutMs / 1000)} s`
      : causeCode(error);
    throw new HttpFailure(`${what}: ${cause}`, progress.sent);
  } finally {
    clearTimeout(deadline);
    void dispatcher.destroy();
  }
}

async function exchange(
  undici: Undici,
  request: HttpRequest,
  dispatcher: Dispatcher,
  what: string,
  agent: string,
): Promise<HttpResponse> {
  const hasBody = request.body !== undefined;
  const response = await undici.request(request.url, {
    dispatcher,
    method: request.method,
    headers: {
      accept: "application/json",
      "user-agent": agent,
      ...(hasBody ? { "content-type": "application/json" } : {}),
      ...request.headers,
      // Last, so that nothing asks for compression: a small answer could unpack to gigabytes.
      "accept-encoding": "identity",
    },
    body: hasBody ? JSON.stringify(request.body) : (request.text ?? null),
    headersTimeout: NO_TIMER,
    bodyTimeout: NO_TIMER,
  });
  const headers = plainHeaders(response.headers);
  return {
    status: response.statusCode,
    headers,
    text: await readCapped(response.body, what),
    retryAfter: retryAfterSeconds(headers["retry-after"], Date.now()),
  };
}

/** Read at most 1 MiB; the first byte beyond ends the connection. */
async function readCapped(body: AsyncIterable<Buffer>, what: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new HttpFailure(`${what}: answer larger than 1 MiB`, true);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function proxyIn(env: ProxyEnvironment): string {
  return env["https_proxy"] ?? env["HTTPS_PROXY"] ?? "";
}

/**
 * Refuse an address that is private as it is written. A name is judged when its socket is opened; behind a proxy, which looks names
 * up itself, it is judged here as far as this machine knows it.
 */
async function refusePrivate(
  { reach }: HttpRequest,
  url: URL,
  env: ProxyEnvironment,
  what: string,
): Promise<void> {
  if (reach === undefined || isLoopback(url)) return;
  const isKnown = proxyIn(env) === "" ? mayCallHost(url, reach) : await isAllowed(url, reach);
  if (!isKnown) throw new HttpFailure(`${what}: ${new AddressRefused().code}`, false);
}

async function isAllowed(url: URL, reach: Reach): Promise<boolean> {
  try {
    await addressOf(url.hostname.replace(/^\[|\]$/g, ""), reach);
    return true;
  } catch (error) {
    // A name that only the proxy knows is the proxy's to judge.
    return !(error instanceof AddressRefused);
  }
}

function openDispatcher(
  undici: Undici,
  url: URL,
  env: ProxyEnvironment,
  { timeoutMs = DEFAULT_TIMEOUT_MS, reach }: HttpRequest,
  what: string,
): Dispatcher {
  const connect = { timeout: timeoutMs };
  const connection = { allowH2: false, connect };
  const proxy = proxyIn(env);
  if (proxy === "" || isLoopback(url)) {
    const lookup = reach === undefined ? {} : { lookup: guardedLookup(reach) };
    return new undici.Agent({ ...connection, connect: { ...connect, ...lookup } });
  }
  try {
    return new undici.EnvHttpProxyAgent({
      ...connection,
      httpsProxy: proxy,
      noProxy: env["no_proxy"] ?? env["NO_PROXY"] ?? "",
    });
  } catch (error) {
    // The address of a proxy often holds a password: its text is not repeated.
    throw new HttpFailure(`${what}: HTTPS_PROXY is unusable (${causeCode(error)})`, false);
  }
}

/** undici calls onRequestStart when a connected (and for https, verified) socket is about to take the request, never before. */
function noteStart(progress: Progress): Interceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        progress.sent = true;
        handler.onRequestStart?.(controller, context);
      },
      onResponseStart(controller, status, headers, message) {
        handler.onResponseStart?.(controller, status, headers, message);
      },
      onResponseData(controller, chunk) {
        handler.onResponseData?.(controller, chunk);
      },
      onResponseEnd(controller, trailers) {
        handler.onResponseEnd?.(controller, trailers);
      },
      onResponseError(controller, error) {
        handler.onResponseError?.(controller, error);
      },
    });
}

function plainHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined)
      plain[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  return plain;
}

/** The code of the innermost cause, e.g. ECONNREFUSED. Messages are not repeated: they may quote what was sent. */
function causeCode(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  const own: unknown = "code" in error ? error.code : undefined;
  if (inner instanceof Error && "code" in inner) return causeCode(inner);
  return typeof own === "string" ? own : error.name;
}
