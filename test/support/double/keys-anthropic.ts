// A stand-in for Anthropic's Admin API: keys that are listed in pages, switched off and archived, but never made.
import {
  bodyOf,
  CREATED,
  keyDouble,
  lastPart,
  no,
  ok,
  type KeyDouble,
  type KeyStore,
} from "./keys.ts";
import type { Arrival, Reply } from "./server.ts";

const ADMIN = "sk-ant-admin01-canary-0001";
const KEYS = "/v1/organizations/api_keys";

export function anthropicDouble(): Promise<KeyDouble> {
  return keyDouble({
    options: { auth: "${ADMIN}" },
    admin: ADMIN,
    value: (number) => `sk-ant-api03-CanaryOfTheVendor${String(number)}2345`,
    id: (number) => `apikey_${String(number)}`,
    check: ({ headers }) =>
      headers["anthropic-version"] === "2023-06-01" ? [] : ["the version header is missing"],
    act(arrival, store) {
      const key = String(arrival.headers["x-api-key"]);
      if (arrival.headers.authorization !== undefined) return no(400);
      if (!arrival.url.pathname.startsWith(KEYS))
        return store.working(key) === undefined ? no(401) : ok({ data: [] });
      if (key !== ADMIN) return no(401);
      return arrival.method === "GET" ? page(arrival, store) : update(arrival, store);
    },
  });
}

function update(arrival: Arrival, store: KeyStore): Reply {
  const key = store.find(lastPart(arrival));
  if (key === undefined) return no(404);
  const { status, ...more } = bodyOf(arrival);
  if (Object.keys(more).length > 0 || typeof status !== "string") return no(400);
  if (!["active", "inactive", "archived"].includes(status)) return no(400);
  // Expired is a state that nobody can leave.
  if (key.status === "expired") return no(400);
  key.status = status;
  return ok({ id: key.id, type: "api_key", status });
}

/** Pages of two; archived keys are among them. */
function page({ url }: Arrival, store: KeyStore): Reply {
  if (Number(url.searchParams.get("limit")) > 1000) return no(400);
  const after = store.keys.findIndex(({ id }) => id === url.searchParams.get("after_id"));
  const keys = store.keys.slice(after + 1, after + 3);
  return ok({
    data: keys.map(({ id, name, value, status }) => ({
      id,
      type: "api_key",
      name,
      created_at: CREATED,
      partial_key_hint: `sk-ant-api03-Can...${value.slice(-4)}`,
      status,
      workspace_id: null,
    })),
    first_id: keys[0]?.id ?? null,
    last_id: keys.at(-1)?.id ?? null,
    has_more: after + 3 < store.keys.length,
  });
}
