// What the vendors' stand-ins share: a real server that remembers what arrives and, when told to, misbehaves.
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecure } from "node:https";
import type { AddressInfo } from "node:net";

export interface Arrival {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown;
}

/** A request understood: whether it changes anything, and what to do and answer. */
export interface Handled {
  readonly changes: boolean;
  run(): Reply;
}

/** What goes wrong with one request. `applied` says whether its work is done all the same; without a reply the connection is cut or stays silent. */
export interface Fault {
  readonly applied: boolean;
  readonly reply: Reply | "cut" | "silent" | "drip";
}

/** The `nth` request from now, of all or of those that change something; its work is done or not. */
export interface Hold {
  readonly nth: number;
  readonly of: "all" | "changes";
  readonly applied: boolean;
}

export interface DoubleServer {
  readonly url: string;
  readonly host: string;
  readonly arrivals: Arrival[];
  /** Requests that change something, for "it was sent once". */
  readonly changes: Arrival[];
  /** The next request that changes something (or, for `read`, does not) goes wrong. */
  misbehave(on: "write" | "read", fault: Fault): void;
  /** A request to come gets no answer; resolves when it is there. */
  hold(which: Hold): Promise<Handled>;
  close(): Promise<void>;
}

/** A stand-in that runs, and the configuration that leads to it. */
export interface Double {
  readonly server: DoubleServer;
  /** Options of a target whose place holds the value it was started with. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Options of a target whose place is not there. */
  readonly missing: Readonly<Record<string, unknown>>;
  readonly endpoints: Readonly<Record<string, string>>;
  /** Environment with a credential that the stand-in accepts; undefined = the variable must not be there. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What to set so that there is no credential, and the variable that the complaint then names. */
  readonly noCredential: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly named: string;
  };
  /** What proves who we are: never to be shown. */
  readonly credentials: readonly string[];
  /** Breaches of the vendor's description and rules so far. Must stay empty. */
  readonly complaints: string[];
  /** What the vendor lets one see afterwards: the value and a name for its version, the value alone, or only when it was written. */
  readonly shows: "versions" | "value" | "time";
  /** Every value that was ever current, oldest first. */
  versions(): readonly string[];
}

/** Start one on a free port. What fails in `handle` itself is a complaint. `tls` holds key and certificate in PEM. */
export async function doubleServer(
  handle: (arrival: Arrival) => Handled,
  complaints: string[],
  tls?: { readonly key: string; readonly cert: string },
): Promise<DoubleServer> {
  const arrivals: Arrival[] = [];
  const changes: Arrival[] = [];
  const faults: { on: "write" | "read"; fault: Fault }[] = [];
  const holds: { which: Hold; seen: number; came: (handled: Handled) => void }[] = [];
  let url = "";

  function isHeld(handled: Handled): boolean {
    const [hold] = holds;
    if (hold === undefined || (hold.which.of === "changes" && !handled.changes)) return false;
    hold.seen += 1;
    if (hold.seen < hold.which.nth) return false;
    holds.shift();
    if (hold.which.applied) handled.run();
    hold.came(handled);
    return true;
  }

  function answer(arrival: Arrival, response: ServerResponse): void {
    arrivals.push(arrival);
    const handled = handle(arrival);
    if (handled.changes) changes.push(arrival);
    if (isHeld(handled)) return;
    const on = handled.changes ? "write" : "read";
    const at = faults.findIndex((one) => one.on === on);
    const fault = at === -1 ? undefined : faults.splice(at, 1)[0]?.fault;
    if (fault === undefined) send(response, handled.run());
    else {
      if (fault.applied) handled.run();
      if (fault.reply === "cut") response.destroy();
      else if (fault.reply === "drip") drip(response);
      else if (fault.reply !== "silent") send(response, fault.reply);
    }
  }

  function respond(arrival: Arrival, response: ServerResponse): void {
    try {
      answer(arrival, response);
    } catch (error) {
      complaints.push(`the stand-in failed: ${String(error)}`);
      send(response, { status: 500 });
    }
  }

  function listener(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      respond(
        {
          method: request.method ?? "",
          url: new URL(request.url ?? "", url),
          headers: request.headers,
          body: Buffer.concat(chunks).toString("utf8"),
        },
        response,
      );
    });
  }

  const server = tls === undefined ? createPlain(listener) : createSecure(tls, listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  url = `${tls === undefined ? "http" : "https"}://${host}`;
  return {
    url,
    host,
    arrivals,
    changes,
    misbehave: (on, fault) => faults.push({ on, fault }),
    hold(which) {
      const { promise, resolve } = Promise.withResolvers<Handled>();
      holds.push({ which, seen: 0, came: resolve });
      return promise;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** An answer that never ends: a byte now and then keeps every timer between bytes from ringing. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const drops = setInterval(() => response.write(" "), 50);
  response.on("close", () => {
    clearInterval(drops);
  });
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body ?? {}));
}
