// A gateway's log of any size from a seed, as JSON Lines and as CSV, with what is planted in it.
import { closeSync, openSync, writeSync } from "node:fs";

/** What has to come out of every form of the log. */
export interface Truth {
  readonly lines: number;
  /** Requests of each key within `SINCE` and `UNTIL`. */
  readonly requests: Readonly<Record<string, number>>;
  /** Addresses that only the stranger has. */
  readonly strangers: readonly string[];
}

/** Different paths of a log, and of one that is hard to count. */
const RESOURCES = 7_400;
export const MANY_RESOURCES = 70_000;

/** 3 % of the lines, and under 0.1 %. */
export const HOT = "key_hot4victim7f3a";
export const COLD = "key_cold8seldom21";
export const SINCE = "2026-11-16T00:00:00.000Z";
export const UNTIL = "2026-11-26T00:00:00.000Z";

const DAY = 86_400_000;
const FIRST = Date.parse(SINCE) - 28 * DAY;
const LAST = Date.parse(UNTIL);
const STRANGERS = Array.from({ length: 17 }, (_, at) => `203.0.113.${String(10 + at)}`);
const HEADER = "time,key_id,ip,country,method,path,status,user_agent,bytes";

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

interface Line {
  readonly at: number;
  readonly key: string;
  readonly ip: string;
  readonly country: string;
  readonly path: string;
  readonly status: number;
  readonly agent: string;
  readonly bytes: number;
}

const AGENTS = [
  "acme-worker/2.1 (linux; x64) node/24.1",
  "acme-sdk/1.4 (darwin)",
  "acme-batch/7.0",
];

function line(next: () => number, at: number, resources: number): Line {
  const share = next();
  const key =
    share < 0.03
      ? HOT
      : share < 0.0304
        ? COLD
        : `key_${(1_000_003 + Math.floor(next() * 40) * 7919).toString(36)}other`;
  const isTheft = key === HOT && at > LAST - 3 * DAY && next() < 0.4;
  return {
    at: at + Math.floor(next() * 800),
    key,
    ip: isTheft
      ? STRANGERS[Math.floor(next() * STRANGERS.length)]!
      : `10.${String(Math.floor(next() * 3))}.3.${String(Math.floor(next() * 20))}`,
    country: isTheft ? "RO" : "DE",
    path: `/v1/prompts/prm_0a${String(Math.floor(next() * resources)).padStart(5, "0")}`,
    status: next() < 0.03 ? 429 : 200,
    agent: isTheft ? "python-requests/2.32" : AGENTS[Math.floor(next() * AGENTS.length)]!,
    bytes: Math.floor(next() * 20_000),
  };
}

function jsonl(one: Line, serial: number): string {
  const { at, key, ip, country, path, status, agent, bytes } = one;
  return `${JSON.stringify({
    time: new Date(at).toISOString(),
    key_id: key,
    last4: key.slice(-4),
    method: "GET",
    path,
    status,
    ip,
    country,
    user_agent: agent,
    bytes,
    trace: `req_${serial.toString(36)}_${String(bytes * 7919)}`,
    latency_ms: bytes % 900,
    region: "eu-central-1",
    host: "api.claro.example",
    tls: "TLSv1.3",
    cache: "MISS",
  })}\n`;
}

function csv({ at, key, ip, country, path, status, agent, bytes }: Line): string {
  return `${new Date(at).toISOString()},${key},${ip},${country},GET,${path},${String(status)},${agent},${String(bytes)}\n`;
}

/** Bytes of a line as JSON, on average. */
const LINE_BYTES = 349;

function writer(path: string): { add(text: string): void; close(): void } {
  const fd = openSync(path, "w");
  let waiting: string[] = [];
  function flush(): void {
    writeSync(fd, waiting.join(""));
    waiting = [];
  }
  return {
    add(text) {
      waiting.push(text);
      if (waiting.length === 5_000) flush();
    },
    close() {
      flush();
      closeSync(fd);
    },
  };
}

/** Write both forms of about `bytes` of JSON; the same seed gives the same lines. */
export function writeLogs(
  bytes: number,
  jsonPath: string,
  csvPath: string | null,
  resources = RESOURCES,
): Truth {
  const next = random(7);
  const count = Math.round(bytes / LINE_BYTES);
  const json = writer(jsonPath);
  const table = csvPath === null ? null : writer(csvPath);
  table?.add(`${HEADER}\n`);
  const requests: Record<string, number> = { [HOT]: 0, [COLD]: 0 };
  const since = Date.parse(SINCE);
  for (let serial = 0; serial < count; serial += 1) {
    const at = FIRST + Math.floor((serial / count) * (LAST - FIRST - 1000));
    const one = line(next, at, resources);
    json.add(jsonl(one, serial));
    table?.add(csv(one));
    if (one.key in requests && one.at >= since) requests[one.key]! += 1;
  }
  json.close();
  table?.close();
  return { lines: count, requests, strangers: STRANGERS };
}
