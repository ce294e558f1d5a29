// Any vendor with an API for its keys, described in the configuration instead of in code.
import { Calls } from "./call.ts";
import { connectCalls } from "./connect.ts";
import type { ProviderModule } from "./definition.ts";

export const httpProvider: ProviderModule = {
  kind: "http",
  title: "Any vendor with an HTTP API",
  schema: Calls,
  traps: [
    "401 is the only dead code by default: name others in probe.dead only when the vendor documents them.",
    "Nothing that creates a key is ever repeated: without list, an unknown outcome must be settled by a person.",
    "Where the vendor has no call to disable a key, blocking it means deleting it.",
    "The next page of a list must be on the same host as baseUrl.",
  ],
  example: `acme:
  kind: http
  baseUrl: "https://api.acme.example"
  auth: "\${ACME_ADMIN_KEY}"
  create:  { method: POST, path: /v1/keys, body: { name: "{{name}}" }, id: /id, secret: /secret }
  list:    { method: GET, path: /v1/keys, items: /data, id: /id, name: /name, createdAt: /created_at, next: /next }
  disable: { method: PATCH, path: "/v1/keys/{{id}}", body: { status: disabled } }
  delete:  { method: DELETE, path: "/v1/keys/{{id}}" }
  probe:   { method: GET, path: "/v1/me", dead: [401] }
  usage:   { method: GET, path: /v1/usage }`,
  connect(id, options, deps) {
    const calls = Calls.parse(options);
    const url = calls.dashboard ?? calls.baseUrl;
    const open = `Open the page of ${id} where API keys are managed (${url}).`;
    const manual = {
      create: [
        open,
        "Make a new key and name it {{name}}.",
        "Copy its value at once: most vendors show it only now.",
        "Paste it here (it is not shown), then clear the clipboard.",
      ],
      delete: [
        open,
        "Find {{name}}. Its last four characters must be {{last4}}; if they differ, delete nothing.",
        "Delete or revoke it and confirm.",
      ],
      usage: [
        open,
        "Open {{name}} and note when it was last used and how often.",
        "Take a screenshot as evidence.",
      ],
      url,
      support: calls.support ?? "",
    };
    return connectCalls({ id, kind: "http", title: id }, calls, manual, deps);
  },
};
