// A sandbox on a manual clock in a folder of its own, and short ways to talk to it.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { manual } from "../../src/sandbox/clock.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/sandbox.ts";

export const START = Date.UTC(2026, 10, 23, 2, 10, 0);

/** Whatever came over the wire: the tests say what they expect of it. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Json;
}

export interface DumpedKey {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly accepted: boolean;
  readonly last4: string;
}

/** A new folder that is gone after the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function linesOf(path: string): Record<string, Json>[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

export class Scene {
  readonly sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  get adminToken(): string {
    return this.file("admin.key").trim();
  }

  get oldSecret(): string {
    return this.file("leaked.key");
  }

  file(...parts: string[]): string {
    return readFileSync(join(this.sandbox.workspace, ...parts), "utf8");
  }

  async call(
    method: string,
    path: string,
    options: { key?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const { key, body, headers } = options;
    const response = await fetch(this.sandbox.url + path, {
      method,
      redirect: "manual",
      headers: { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...headers },
      body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return {
      status: response.status,
      headers: response.headers,
      json: isJson ? JSON.parse(text) : text,
    };
  }

  admin(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.call(method, path, { key: this.adminToken, body });
  }

  async move(byMs: number): Promise<string> {
    return (await this.call("POST", "/_clock", { body: { by: byMs } })).json.now;
  }

  async dump(): Promise<Json> {
    return (await this.call("GET", "/_dump")).json;
  }

  async keyNamed(name: string): Promise<DumpedKey | undefined> {
    return (await this.dump()).keys.find((key: DumpedKey) => key.name === name);
  }

  fault(endpoint: string, fault: string, more: Record<string, unknown> = {}): Promise<Answer> {
    return this.call("POST", "/_fault", { body: { endpoint, fault, ...more } });
  }
}

/** Start one; it is closed after the test. Closing it earlier is fine. */
export async function openScene(options: Partial<SandboxOptions> = {}): Promise<Scene> {
  const sandbox = await startSandbox({
    seed: 42,
    workspace: options.workspace ?? freshFolder(),
    clock: manual(START),
    ...options,
  });
  onTestFinished(() => sandbox.close());
  return new Scene(sandbox);
}

/** A request with a header that `fetch` does not let anybody set. */
export function rawStatus(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}
