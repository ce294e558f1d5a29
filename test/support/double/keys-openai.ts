// A stand-in for OpenAI's project keys: those of people, and those of service accounts, which go with their account. Checked by OpenAI's OpenAPI file.
import { contract } from "./contracts.ts";
import {
  bearer,
  bodyOf,
  keyDouble,
  lastPart,
  no,
  ok,
  type KeyDouble,
  type KeyStore,
  type StoredKey,
} from "./keys.ts";
import { openApiChecks, type OpenApi } from "./openapi.ts";
import type { Arrival, Reply } from "./server.ts";

const PROJECT = "/organization/projects/proj_abc123";
const CREATED_AT = 1_768_469_400;
const ADMIN = "sk-admin-canary-0001";

/** An account that owns keys, as `about` of a key. */
const PERSON = { user: "dana" };

export function openaiDouble(): Promise<KeyDouble> {
  const description = contract("openai-admin.openapi.json") as OpenApi | undefined;
  const checks = description === undefined ? undefined : openApiChecks(description);
  let accounts = 0;

  function act(arrival: Arrival, store: KeyStore): Reply {
    const path = pathOf(arrival);
    if (path === "/models")
      return store.working(bearer(arrival)) === undefined ? no(401) : ok({ data: [] });
    if (bearer(arrival) !== ADMIN) return no(401);
    if (path === `${PROJECT}/api_keys`) return page(arrival, store);
    if (path === `${PROJECT}/service_accounts`) {
      const name = String(bodyOf(arrival)["name"]);
      accounts += 1;
      // The key of a new account bears OpenAI's name, not ours.
      const key = store.add("Secret Key", {
        account: { id: `svc_${String(accounts)}`, name },
      });
      return ok(accountOf(key));
    }
    const id = lastPart(arrival);
    if (path.startsWith(`${PROJECT}/service_accounts/`)) {
      const owned = store.keys.filter((key) => account(key)?.id === id);
      for (const key of owned) store.remove(key.id);
      return owned.length === 0
        ? no(404)
        : ok({ object: "organization.project.service_account.deleted", id, deleted: true });
    }
    const key = store.find(id);
    if (key === undefined) return no(404);
    if (account(key) !== undefined) return errorOf();
    store.remove(id);
    return ok({ object: "organization.project.api_key.deleted", id, deleted: true });
  }

  return keyDouble({
    options: { auth: "${ADMIN}", project: "proj_abc123" },
    admin: ADMIN,
    basePath: "/v1",
    value: (number) => `sk-proj-CanaryOfTheVendor${String(number)}2345`,
    id: (number) => `key_${String(number)}`,
    about: PERSON,
    act,
    check(arrival, reply) {
      const path = pathOf(arrival);
      if (!path.startsWith("/organization/") || checks === undefined) return [];
      const url = new URL(path + arrival.url.search, arrival.url);
      const body = arrival.body === "" ? undefined : bodyOf(arrival);
      const call = { method: arrival.method, url, body };
      const answer = reply.status === 404 ? [] : checks.answer(call, reply.status, reply.body);
      return [...checks.request(call), ...answer];
    },
  });
}

function pathOf({ url }: Arrival): string {
  return url.pathname.replace(/^\/v1/, "");
}

function account({ about }: StoredKey): { id: string; name: string } | undefined {
  return about["account"] as { id: string; name: string } | undefined;
}

/** Pages of two, whatever was asked for. */
function page({ url }: Arrival, store: KeyStore): Reply {
  const after = store.keys.findIndex(({ id }) => id === url.searchParams.get("after"));
  const keys = store.keys.slice(after + 1, after + 3);
  return ok({
    object: "list",
    data: keys.map((key) => shown(key)),
    first_id: keys[0]?.id ?? null,
    last_id: keys.at(-1)?.id ?? null,
    has_more: after + 3 < store.keys.length,
  });
}

function shown(key: StoredKey) {
  const owner = account(key);
  const since = { created_at: CREATED_AT, role: "member" };
  return {
    object: "organization.project.api_key",
    redacted_value: `sk-proj-****${key.value.slice(-4)}`,
    name: key.name,
    created_at: CREATED_AT,
    last_used_at: CREATED_AT + 60,
    id: key.id,
    owner_project_access: "active",
    owner:
      owner === undefined
        ? {
            type: "user",
            user: { id: "user_1", email: "dana@acme.example", name: "Dana", ...since },
          }
        : { type: "service_account", service_account: { ...owner, ...since } },
  };
}

function accountOf(key: StoredKey) {
  const created = { created_at: CREATED_AT };
  return {
    object: "organization.project.service_account",
    ...account(key),
    role: "member",
    ...created,
    api_key: {
      object: "organization.project.service_account.api_key",
      value: key.value,
      name: key.name,
      ...created,
      id: key.id,
    },
  };
}

/** What OpenAI says to a delete of a service account's key. */
function errorOf(): Reply {
  const error = { code: null, message: "the vendor's own words", param: null, type: "invalid" };
  return { status: 400, body: { error } };
}
