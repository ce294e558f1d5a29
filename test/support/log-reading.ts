// A reading of real files in a temporary folder, and lines to write into them.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAccessLogs } from "../../src/adapters/access-log/read-access-logs.ts";
import type { ReadLogs, ReadRequest } from "../../src/ports/access-log.ts";

export const FROM = Date.parse("2026-11-23T00:00:00.000Z");
export const KEY = "key_7f3a";

export interface Folder extends AsyncDisposable {
  readonly path: string;
  /** Write a file; gives its path. */
  write(name: string, content: string | Uint8Array): Promise<string>;
}

export async function logFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "claro-ir-logs-"));
  return {
    path,
    async write(name, content) {
      await writeFile(join(path, name), content);
      return join(path, name);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** Everything as a plain audit asks for it: one key, a day of baseline, a day to look at. */
export function requestFor(
  paths: readonly string[],
  other: Partial<ReadRequest> = {},
): ReadRequest {
  const day = 86_400_000;
  return {
    paths,
    format: null,
    options: { columns: {}, zone: null },
    keys: [{ key: "c1", names: [KEY] }],
    windows: { baselineFrom: FROM - day, from: FROM, to: FROM + day },
    everyLine: false,
    signal: new AbortController().signal,
    progress: () => undefined,
    ...other,
  };
}

export function reading(
  paths: readonly string[],
  other: Partial<ReadRequest> = {},
): Promise<ReadLogs> {
  return readAccessLogs(requestFor(paths, other));
}

/** Requests of the first key in the window, and before it. */
export function requestsIn({ keys }: ReadLogs): readonly [number, number] {
  const [first] = keys;
  return [first?.window.requests ?? -1, first?.baseline.requests ?? -1];
}

export interface Fields {
  readonly key?: string;
  readonly ip?: string;
  readonly path?: string;
  readonly status?: number;
}

/** A line of Claro's access log, `seconds` after the window's beginning. */
export function claroLine(seconds: number, fields: Fields = {}): string {
  const { key = KEY, ip = "203.0.113.9", path = "/v1/prompts", status = 200 } = fields;
  return JSON.stringify({
    time: new Date(FROM + seconds * 1000).toISOString(),
    key_id: key,
    last4: "c123",
    method: "GET",
    path,
    status,
    ip,
    country: "NL",
    user_agent: "python-requests/2.32",
    bytes: 100,
  });
}

/** `count` lines, a second apart: every third of the key, the others of somebody else. */
export function claroLines(count: number, from = 0): readonly string[] {
  return Array.from({ length: count }, (_, at) =>
    claroLine(from + at, {
      key: at % 3 === 0 ? KEY : `key_other${String(at % 7)}`,
      path: `/v1/prompts/prm_${String(at % 50)}`,
      status: at % 10 === 0 ? 404 : 200,
    }),
  );
}

export function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
