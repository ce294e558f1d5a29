// A vendor of keys, a store of variables and their consumers in one process, where every answer takes 200 ms. Started by fan-out.ts.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

const LATENCY_MS = 200;

const OLD = "sk_live_OLDoldOLDold987654321";
const keys = new Map([["key_old", OLD]]);
const variables = new Map<string, string>();
let requests = 0;
let made = 0;

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

function vendor(method: string, path: string, bearer: string): Answer {
  if (method === "DELETE")
    return { status: keys.delete(path.slice("/v1/keys/".length)) ? 204 : 404 };
  if (method === "POST") {
    made += 1;
    const key = {
      id: `key_${String(made)}`,
      secret: `sk_live_NEWnewNEWnew${String(made * 10007)}`,
    };
    keys.set(key.id, key.secret);
    return { status: 201, body: key };
  }
  return { status: [...keys.values()].includes(bearer) ? 200 : 401, body: {} };
}

function variable(method: string, name: string, body: string): Answer {
  if (method === "PUT") variables.set(name, (JSON.parse(body) as { value: string }).value);
  return { status: 200, body: { key: name, value: variables.get(name) ?? OLD } };
}

function answer(method: string, path: string, bearer: string, body: string): Answer {
  if (path === "/begin") {
    requests = 0;
    made += 1;
    keys.set("key_old", OLD);
    variables.clear();
    return { status: 200, body: {} };
  }
  if (path === "/requests")
    return { status: 200, body: { requests, held: [...variables.values()] } };
  requests += 1;
  if (path.startsWith("/v1/")) return vendor(method, path, bearer);
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (path.startsWith("/consumer/"))
    return { status: 200, body: { last4: (variables.get(name) ?? OLD).slice(-4) } };
  return variable(method, name, body);
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "", "http://control");
  const bearer = request.headers.authorization?.replace("Bearer ", "") ?? "";
  const { status, body } = answer(request.method ?? "", pathname, bearer, await text(request));
  const isOurs = pathname === "/begin" || pathname === "/requests";
  setTimeout(
    () => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    },
    isOurs ? 0 : LATENCY_MS,
  );
}

const server = createServer((request, response) => void respond(request, response));
server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  process.send?.(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
});
process.on("disconnect", () => {
  process.exitCode = 0;
  server.closeAllConnections();
  server.close();
});
