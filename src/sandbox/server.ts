// The listener: loopback only, and only for callers that mean loopback. Turns the wire into requests and answers into bytes.
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { failure } from "./exchange.ts";
import { misbehave } from "./misbehave.ts";
import { basePath, vendorOf } from "./vendors.ts";
import type { ApiAnswer, ApiRequest } from "./exchange.ts";
import type { Control } from "./control.ts";
import type { Dashboard } from "./dashboard.ts";
import type { FaultBox } from "./faults.ts";
import type { Gateway } from "./gateway.ts";
import type { SandboxClock } from "./clock.ts";

/** Largest request body that is read. */
const MAX_BODY = 64 * 1024;
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

export interface ServerParts {
  readonly clock: SandboxClock;
  readonly gateway: Gateway;
  readonly control: Control;
  readonly dashboard: Dashboard;
  readonly faults: FaultBox;
}

/** The body as text; null when it is longer than allowed. */
async function bodyOf(message: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of message as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= MAX_BODY) parts.push(part);
  }
  return size > MAX_BODY ? null : Buffer.concat(parts).toString("utf8");
}

function header(message: IncomingMessage, name: string): string | null {
  const value = message.headers[name];
  return typeof value === "string" ? value : null;
}

/** A web page elsewhere must not drive us: neither by a name that points here (DNS rebinding) nor from its own origin. */
function isForeign(message: IncomingMessage): boolean {
  const host = header(message, "host") ?? "";
  const origin = header(message, "origin");
  return !LOOPBACK.test(host) || (origin !== null && origin !== `http://${host}`);
}

function requestOf(message: IncomingMessage, body: string): ApiRequest {
  const url = new URL(message.url ?? "/", "http://localhost");
  const bearer = /^Bearer +(\S+)$/i.exec(header(message, "authorization") ?? "")?.[1];
  return {
    method: message.method ?? "GET",
    ...vendorOf(url.pathname),
    query: url.searchParams,
    bearer: bearer ?? null,
    body,
    idempotencyKey: header(message, "idempotency-key"),
    ip: "127.0.0.1",
    country: null,
    userAgent: header(message, "user-agent"),
  };
}

function send(response: ServerResponse, clock: SandboxClock, given: ApiAnswer): void {
  // The Date header is sandbox time: clients measure the difference of clocks by it.
  response.sendDate = false;
  response.writeHead(given.status, {
    date: new Date(clock.now()).toUTCString(),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(given.status === 204 ? {} : { "content-length": Buffer.byteLength(given.body) }),
    ...given.headers,
  });
  response.end(given.body);
}

async function serve(
  parts: ServerParts,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  function finish(given: ApiAnswer): void {
    parts.gateway.flush();
    send(response, parts.clock, given);
  }
  const body = await bodyOf(message);
  if (isForeign(message)) return finish({ ...failure(403, "loopback callers only"), status: 421 });
  if (body === null) return finish({ ...failure(400, "the body is too long"), status: 413 });
  const request = requestOf(message, body);
  const hasAuthorization = header(message, "authorization") !== null;
  if (request.path.startsWith("/_"))
    return finish(await parts.control.answer(request.method, request.path, body, hasAuthorization));
  if (request.path === "/dashboard" || request.path.startsWith("/dashboard/"))
    return finish(parts.dashboard.answer(request, header(message, "x-dashboard-token") ?? ""));
  const fault = parts.faults.take(`${request.method} ${basePath(request.vendor)}${request.path}`);
  if (fault === null) return finish(parts.gateway.ask(request));
  misbehave(fault, {
    ...parts,
    request,
    response,
    acceptEncoding: header(message, "accept-encoding") ?? "",
    elsewhere: `http://localhost:${String(message.socket.localPort)}/_elsewhere`,
    send: finish,
  });
}

/** A server that is not listening yet. Requests wait until `ready` gives it something to serve. */
export function makeServer(ready: Promise<ServerParts>): Server {
  return createServer((message, response) => {
    const served = ready.then((parts) => serve(parts, message, response));
    served.catch((error: unknown) => {
      process.stderr.write(`sandbox: ${String(error)}\n`);
      response.destroy();
    });
  });
}

/** Listen on 127.0.0.1. With `strict` a taken port is an error, else the next free one serves. Returns the port. */
export async function listen(server: Server, port: number, strict: boolean): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (error: unknown) {
    if (strict || port === 0) throw error;
    return listen(server, 0, true);
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given to us");
  return address.port;
}
