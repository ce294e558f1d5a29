// Options of the kind `http` that cannot work or would carry a key to a wrong place: refused by name, before anything is sent.
import { expect, it } from "vitest";
import { connectProvider } from "../../../src/adapters/provider/index.ts";
import { ClaroIrError } from "../../../src/core/error.ts";

const CREATE = { path: "/keys", body: { name: "{{name}}" }, id: "/key/id", secret: "/key/value" };
const LIST = { path: "/keys", items: "/data", id: "/id", name: "/label", next: "/meta/next" };

function problem(options: Record<string, unknown>): unknown {
  const whole = { baseUrl: "https://api.acme.example", probe: { path: "/me" }, ...options };
  try {
    return connectProvider(
      { id: "acme", kind: "http", options: whole },
      {
        http: { send: () => Promise.reject(new Error("nothing may be sent")) },
        resolve: (text) => Promise.resolve(text),
        endpoints: {},
      },
    );
  } catch (error) {
    return error;
  }
}

it.each<[string, Record<string, unknown>, string]>([
  [
    "plain http",
    { baseUrl: "http://api.acme.example" },
    "providers.acme.baseUrl: plain http is for loopback",
  ],
  ["a query", { baseUrl: "https://api.acme.example/?a=b" }, "providers.acme.baseUrl: has a query"],
  ["no probe", { probe: undefined }, "providers.acme.probe: "],
  [
    "the key in a path",
    { probe: { path: "/k/{{key}}" } },
    "providers.acme.probe.path: holds a placeholder",
  ],
  [
    "auth in a path",
    { auth: "x", delete: { path: "/k/{{id}}?t={{auth}}" } },
    "providers.acme.delete.path: holds",
  ],
  [
    "an unknown placeholder",
    { create: { ...CREATE, body: { n: ["{{env}}"] } } },
    "providers.acme.create.body: holds",
  ],
  ["the key in common headers", { headers: { k: "{{key}}" } }, "providers.acme.headers: holds"],
  ["auth used and not given", { headers: { k: "{{auth}}" } }, "providers.acme.auth: is missing"],
  [
    "a path without slash",
    { probe: { path: "me" } },
    "providers.acme.probe.path: must start with /",
  ],
  [
    "a pointer that is none",
    { create: { ...CREATE, id: "id" } },
    "providers.acme.create.id: is no JSON Pointer",
  ],
  [
    "a dead code that means wait",
    { probe: { path: "/", dead: [429] } },
    "providers.acme.probe.dead.0: proves nothing",
  ],
  [
    "pages with a cursor and a number",
    { list: { ...LIST, total: "/total" } },
    "providers.acme.list.total: goes not with next",
  ],
  [
    "a last page that is told without a cursor",
    { list: { ...LIST, next: undefined, more: "/more" } },
    "providers.acme.list.more: needs next",
  ],
  [
    "states of deleted keys without a state",
    { list: { ...LIST, gone: ["archived"] } },
    "providers.acme.list.gone: needs status",
  ],
  [
    "a delete by id and by value",
    { delete: { path: "/k/{{id}}", body: { token: "{{key}}" } } },
    "providers.acme.delete: names a key by its id or its value",
  ],
  [
    "an unknown option of a call",
    { probe: { path: "/", deaf: [1] } },
    "providers.acme.probe: Unrecognized key",
  ],
])("refuses %s", (_case, options, message) => {
  const error = problem(options);
  expect(error).toBeInstanceOf(ClaroIrError);
  expect(error).toMatchObject({
    kind: "usage",
    hint: "claro-ir providers show http",
    message: expect.stringContaining(message) as unknown,
  });
});
