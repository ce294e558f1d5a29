// What the stand-ins of chat and pager services share: a real server that checks every POST, and misbehaves when told to.
import type { ServerResponse } from "node:http";
import { Ajv } from "ajv";
import { stubServer, type Arrival } from "../../adapters/http/stub-server.ts";

/** What the next message meets; `taken` says whether it has arrived all the same. */
export interface Trouble {
  readonly taken: boolean;
  readonly how: "busy" | "broken" | "no" | "moved" | "cut" | "silent" | "drip";
}

export interface HttpDouble {
  readonly url: string;
  /** Texts of the messages that arrived whole. */
  readonly got: string[];
  /** Breaches of the service's own rules. */
  readonly complaints: string[];
  trouble(next: Trouble): void;
  close(): Promise<void>;
}

const STATUS = { busy: 429, broken: 500, no: 404, moved: 307 } as const;

function misbehave(response: ServerResponse, how: Trouble["how"]): void {
  if (how === "silent") return;
  if (how === "cut") {
    response.destroy();
    return;
  }
  if (how === "drip") {
    response.writeHead(200, { "content-type": "text/plain" });
    const timer = setInterval(() => response.write("o"), 40);
    response.on("close", () => {
      clearInterval(timer);
    });
    return;
  }
  response.writeHead(STATUS[how], {
    ...(how === "busy" ? { "retry-after": "7" } : {}),
    ...(how === "moved" ? { location: "/elsewhere" } : {}),
  });
  // A careless service repeats what it was sent.
  response.end("refused: T000/B000/CanaryOfTheWebhook");
}

export interface Rules {
  readonly kind: string;
  readonly path: string;
  readonly answer: { readonly status: number; readonly body: string };
  check(arrival: Arrival): readonly string[];
  textOf(body: unknown): string;
}

export async function httpDouble(rules: Rules): Promise<HttpDouble> {
  const troubles: Trouble[] = [];
  const got: string[] = [];
  const complaints: string[] = [];
  const server = await stubServer((arrival, response) => {
    const next = arrival.method === "POST" ? troubles.shift() : undefined;
    if (arrival.method === "POST") complaints.push(...rules.check(arrival));
    if (arrival.method === "POST" && arrival.url !== rules.path)
      complaints.push(`${arrival.url}: no such path`);
    if (arrival.method === "POST" && (next === undefined || next.taken))
      got.push(rules.textOf(JSON.parse(arrival.body)));
    if (next !== undefined) misbehave(response, next.how);
    else {
      response.writeHead(rules.answer.status, { "content-type": "application/json" });
      response.end(rules.answer.body);
    }
  });
  return {
    url: server.url,
    got,
    complaints,
    trouble: (next) => troubles.push(next),
    close: () => server.close(),
  };
}

/** Checks a body against a schema; without one nothing is wrong. */
export function schemaChecks(schema: unknown): (value: unknown) => readonly string[] {
  if (schema === undefined) return () => [];
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema as object);
  return (value) =>
    validate(value)
      ? []
      : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message ?? ""}`);
}
