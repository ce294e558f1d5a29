// The schema of a provider's calls as data: what a configuration may say about a vendor's API without code.
import { z } from "zod";
import { addressProblem } from "../http/base-url.ts";
import { mentioned, type Placeholder } from "./fill.ts";
import { POINTER } from "../../core/pointer.ts";

const Pointer = z.string().regex(POINTER, "is no JSON Pointer such as /data/id");

/** Header names are tokens (RFC 9110, 5.1), kept in lower case so that a later one replaces an earlier one. */
const Headers = z
  .record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "is no header name"), z.string())
  .transform((headers) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  )
  .describe("headers to send; ${VAR} is resolved when used");

/** Where keys and credentials go: https, plain http on this machine alone, no query. */
export const BaseUrl = z.string().superRefine((text, context) => {
  const problem = addressProblem(text);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  else if (/[?#]/.test(text))
    context.addIssue({ code: "custom", message: "has a query or a fragment" });
});

type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

function callShape(usual: Method) {
  return {
    method: z
      .enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
      .default(usual)
      .describe("HTTP method"),
    path: z
      .string()
      .startsWith("/", "must start with /")
      .describe("path below baseUrl, with query"),
    headers: Headers.optional(),
    body: z.json().optional().describe("JSON to send"),
  };
}

/** Allow only these placeholders, and in the path only those that are no secret: paths end up in logs. */
function only(allowed: readonly Placeholder[]) {
  return (call: { path: string; headers?: unknown; body?: unknown }, context: z.RefinementCtx) => {
    const inPath = allowed.filter((name) => name !== "key" && name !== "auth");
    complain(["path"], call.path, inPath);
    complain(["headers"], call.headers, allowed);
    complain(["body"], call.body, allowed);

    function complain(path: string[], value: unknown, known: readonly string[]): void {
      const wrong = [...mentioned(value)].filter((name) => !known.includes(name));
      const choice = known.map((name) => `{{${name}}}`).join(", ") || "none";
      if (wrong.length > 0)
        context.addIssue({
          code: "custom",
          path,
          message: `holds a placeholder that cannot be used here (${choice})`,
        });
    }
  };
}

const Create = z
  .strictObject({
    ...callShape("POST"),
    id: Pointer.describe("where the answer holds the new key's id"),
    secret: Pointer.describe("where the answer holds the new key's value"),
    idempotencyHeader: z.string().optional().describe("header that carries the operation id"),
  })
  .superRefine(only(["name", "auth"]));

const List = z
  .strictObject({
    ...callShape("GET"),
    items: Pointer.describe("where the answer holds the list of keys"),
    id: Pointer.describe("where an entry holds the key's id"),
    name: Pointer.describe("where an entry holds the key's name"),
    createdAt: Pointer.optional().describe("where it says when the key was made"),
    lastUsedAt: Pointer.optional().describe("where it says when the key was last used"),
    last4: Pointer.optional().describe("where it shows the last four characters"),
    status: Pointer.optional().describe("where it says in which state the key is"),
    gone: z
      .array(z.string())
      .optional()
      .describe("values of status of keys that are deleted and listed all the same"),
    next: Pointer.optional().describe("where the answer holds the next page's cursor or URL"),
    more: Pointer.optional().describe("where the answer says whether there is a next page"),
    total: Pointer.optional().describe(
      "where the answer says how many keys there are: cursor then counts the pages 1, 2, 3",
    ),
    cursor: z.string().min(1).default("cursor").describe("query parameter that takes the cursor"),
  })
  .superRefine(only(["auth"]))
  .superRefine(({ next, more, total, gone, status }, context) => {
    function complain(path: string, message: string): void {
      context.addIssue({ code: "custom", path: [path], message });
    }
    if (total !== undefined && next !== undefined)
      complain("total", "goes not with next: pages have a cursor or a number");
    if (more !== undefined && next === undefined) complain("more", "needs next");
    if (gone !== undefined && status === undefined) complain("gone", "needs status");
  });

const Keep = z
  .strictObject({
    path: z.string().startsWith("/", "must start with /").describe("path that reads the key"),
    at: Pointer.describe("where the answer holds the key"),
    members: z.array(z.string().min(1)).min(1).describe("names of the members"),
  })
  .describe("members of the key that are read first and sent along: PUT replaces the whole key");

const Disable = z
  .strictObject({ ...callShape("PATCH"), keep: Keep.optional() })
  .superRefine(only(["id", "auth"]));

const Delete = z
  .strictObject(callShape("DELETE"))
  .superRefine(only(["id", "key", "auth"]))
  .superRefine((call, context) => {
    const names = mentioned([call.path, call.headers, call.body]);
    if (names.has("key") && names.has("id"))
      context.addIssue({ code: "custom", message: "names a key by its id or its value, not both" });
  });

/** Codes that say "wait" or "again" prove nothing about a key, so they cannot be dead codes. */
const DeadCode = z
  .int()
  .min(400)
  .max(499)
  .refine((code) => ![408, 425, 429].includes(code), "proves nothing about a key");

const Probe = z
  .strictObject({
    ...callShape("GET"),
    dead: z.array(DeadCode).min(1).default([401]).describe("statuses that mean: key not accepted"),
    status: Pointer.optional().describe("where a 2xx answer says in which state the key is"),
    deadStatus: z.array(z.string()).optional().describe("states there that mean: switched off"),
  })
  .superRefine(only(["key", "auth"]));

const Usage = z
  .strictObject({
    ...callShape("GET"),
    requests: Pointer.optional().describe("where the answer holds the number of requests"),
    lastUsedAt: Pointer.optional().describe("where it holds the last use"),
    errorRate: Pointer.optional().describe("where it holds the rate of errors, 0 to 1"),
  })
  .superRefine(only(["key", "id", "auth"]));

/** A vendor's API as data. `auth` goes as `Authorization: Bearer` unless a header or body says `{{auth}}`; likewise the key and `{{key}}`. */
export const Calls = z
  .strictObject({
    baseUrl: BaseUrl.describe("where the vendor's API is"),
    auth: z.string().min(1).optional().describe("admin credential: ${VAR} or file:<path>"),
    headers: Headers.optional(),
    create: Create.optional().describe("makes a key; without it a person does, with guidance"),
    list: List.optional().describe("lists the keys"),
    disable: Disable.optional().describe("switches a key off so that it can be switched on again"),
    delete: Delete.optional().describe("deletes a key for good"),
    probe: Probe.describe("a harmless read with the key itself: 2xx and 403 alive, `dead` dead"),
    usage: Usage.optional().describe("usage figures of a key"),
    dashboard: BaseUrl.optional().describe("where people manage keys"),
    support: z.string().optional().describe("whom to ask for help"),
  })
  .superRefine((calls, context) => {
    if (calls.auth === undefined && mentioned(calls).has("auth"))
      context.addIssue({ code: "custom", path: ["auth"], message: "is missing, {{auth}} is used" });
    const wrong = [...mentioned(calls.headers)].some((name) => name !== "auth");
    if (wrong)
      context.addIssue({
        code: "custom",
        path: ["headers"],
        message: "holds a placeholder that cannot be used here ({{auth}})",
      });
  });

export type Calls = z.output<typeof Calls>;
export type ListCall = z.output<typeof List>;
export type DisableCall = z.output<typeof Disable>;
export type ProbeCall = z.output<typeof Probe>;
export type UsageCall = z.output<typeof Usage>;

/** What every call has. */
export interface Call {
  readonly method: Method;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
}
