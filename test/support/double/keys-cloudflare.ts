// A stand-in for Cloudflare's tokens of an account: numbered pages, PUT that replaces the whole token, verify that also answers for one that is off.
import {
  bearer,
  bodyOf,
  CREATED,
  keyDouble,
  lastPart,
  no,
  ok,
  type KeyDouble,
  type KeyStore,
  type StoredKey,
} from "./keys.ts";
import type { Arrival, Reply } from "./server.ts";

const ADMIN = "cfat_admin-canary-0001";
const TOKENS = "/accounts/023e105f/tokens";
const POLICIES = [
  { effect: "allow", resources: { zone: "*" }, permission_groups: [{ id: "c8f" }] },
];
/** More than the policies: an address that it may be used from. */
export const CONDITION = { request_ip: { in: ["192.0.2.0/24"] } };

export function cloudflareDouble(): Promise<KeyDouble> {
  return keyDouble({
    options: { auth: "${ADMIN}", account: "023e105f", policies: POLICIES },
    admin: ADMIN,
    basePath: "/client/v4",
    value: (number) => `cfat_CanaryOfTheVendor${String(number)}2345`,
    id: (number) => `token${String(number)}`,
    about: { policies: POLICIES, condition: CONDITION },
    act(arrival, store) {
      const path = arrival.url.pathname.replace("/client/v4", "");
      // A token of an account asked as a user's, or the other way round.
      if (!path.startsWith(TOKENS)) return no(401);
      if (path === `${TOKENS}/verify`) return verify(bearer(arrival), store);
      if (bearer(arrival) !== ADMIN) return no(403);
      if (path === TOKENS)
        return arrival.method === "GET" ? page(arrival, store) : create(arrival, store);
      const token = store.find(lastPart(arrival));
      if (token === undefined) return no(404);
      if (arrival.method === "GET") return success(shown(token));
      if (arrival.method === "PUT") return replace(token, bodyOf(arrival));
      store.remove(token.id);
      return success({ id: token.id });
    },
  });
}

function verify(value: string | undefined, { keys }: KeyStore): Reply {
  const token = keys.find((one) => one.value === value);
  if (token === undefined) return no(401);
  return success({ id: token.id, status: token.status });
}

function create(arrival: Arrival, store: KeyStore): Reply {
  const { name, policies } = bodyOf(arrival);
  if (typeof name !== "string" || !Array.isArray(policies)) return no(400);
  const token = store.add(name, { policies });
  return success({ ...shown(token), value: token.value });
}

/** What is not sent is lost. */
function replace(token: StoredKey, body: Readonly<Record<string, unknown>>): Reply {
  const { name, policies, status, ...rest } = body;
  if (typeof name !== "string" || !Array.isArray(policies)) return no(400);
  if (Object.keys(rest).some((one) => !["condition", "not_before", "expires_on"].includes(one)))
    return no(400);
  token.name = name;
  token.status = String(status);
  for (const key of Object.keys(token.about)) delete token.about[key];
  Object.assign(token.about, { policies, ...rest });
  return success(shown(token));
}

/** Pages of two, whatever was asked for. */
function page({ url }: Arrival, { keys }: KeyStore): Reply {
  const number = Number(url.searchParams.get("page") ?? "1");
  const result = keys.slice((number - 1) * 2, number * 2).map((key) => shown(key));
  const info = { page: number, per_page: 2, count: result.length, total_count: keys.length };
  return ok({ success: true, errors: [], messages: [], result, result_info: info });
}

function shown({ id, name, status, about }: StoredKey) {
  return {
    id,
    name,
    status,
    issued_on: CREATED,
    modified_on: CREATED,
    last_used_on: CREATED,
    ...about,
  };
}

function success(result: unknown): Reply {
  return ok({ success: true, errors: [], messages: [], result });
}
