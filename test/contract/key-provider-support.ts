// What the suites of key providers share: what each kind does by API, failures with their meaning, errors that tell no secret.
import { expect } from "vitest";
import { PROVIDERS } from "../../src/adapters/provider/index.ts";
import { OutsideError } from "../../src/ports/outside.ts";
import { arrange, type Arranged } from "../adapters/provider/arrange.ts";
import type { Reply } from "../support/double/server.ts";

export const KINDS = PROVIDERS.map(({ kind }) => kind);
export const REQUEST = { name: "production-web-app-2", token: "4b1f" };
export const WORDS = { error: { message: "SG.canary sk-canary the vendor's own words" } };
export const PAGE: Reply = {
  status: 200,
  headers: { "content-type": "text/html" },
  body: "<html>Welcome to the airport network</html>",
};

export const ALL_ACTS = ["create", "list", "disable", "delete"] as const;
export type Act = (typeof ALL_ACTS)[number];

/** What each kind does by API. */
export const ACTS: Readonly<Record<string, readonly Act[]>> = {
  claro: [],
  openai: ["create", "list", "delete"],
  anthropic: ["list", "disable", "delete"],
  "aws-iam": ["create", "list", "disable", "delete"],
  "github-token": ["delete"],
  cloudflare: ["create", "list", "disable", "delete"],
  sendgrid: ["create", "list", "delete"],
  http: ["create", "list", "disable", "delete"],
};

export function kindsThat(act: Act): string[] {
  return KINDS.filter((kind) => ACTS[kind]?.includes(act) === true);
}

/** Statuses of failures, and whether nothing was changed for certain. */
export const FAILURES: [number, boolean][] = [
  [301, true],
  [307, true],
  [400, true],
  [401, true],
  [403, true],
  [422, true],
  [429, true],
  [302, false],
  [303, false],
  [408, false],
  [409, false],
  [425, false],
  [500, false],
  [502, false],
  [503, false],
  [504, false],
];
export const STATUSES = FAILURES.map(([status]) => status);

export async function outside(promise: Promise<unknown>): Promise<OutsideError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(OutsideError);
  const { message, stack, hint, cause } = error as OutsideError;
  expect([message, stack, hint, String(cause)].join(" ")).not.toMatch(/canary|own words/i);
  return error as OutsideError;
}

/** One change that the vendor answers with a failure: whether that is certain, and how often it was sent. */
export async function refused(
  kind: string,
  act: (arranged: Arranged) => Promise<unknown>,
  status: number,
): Promise<{ certain: boolean; sent: number }> {
  const arranged = await arrange(kind);
  const { server } = arranged.vendor;
  server.misbehave("write", { applied: false, reply: { status, body: WORDS } });
  const { certain } = await outside(act(arranged));
  return { certain, sent: server.changes.length };
}

/** Delete the leaked key the way this vendor takes it. */
export function remove({ provider: { admin }, vendor, secret }: Arranged): Promise<void> {
  return admin.byValue === true ? admin.delete!("", secret) : admin.delete!(vendor.leaked.id);
}
