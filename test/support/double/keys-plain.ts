// Stand-ins for Claro (no management by API) and for the vendor of the kind http's own example.
import { bearer, bodyOf, CREATED, keyDouble, lastPart, no, ok, type KeyDouble } from "./keys.ts";

const FIGURES = { requests_today: 42, last_used: "2026-11-23T02:10:00Z", error_rate: 0.02 };

function value(number: number): string {
  return `sk_live_CanaryOfTheVendor${String(number)}2345`;
}

export function claroDouble(): Promise<KeyDouble> {
  return keyDouble({
    options: {},
    admin: "none-canary",
    value,
    id: (number) => `key_${String(number)}`,
    act(arrival, store) {
      if (store.working(bearer(arrival)) === undefined) return no(401);
      return ok(arrival.url.pathname === "/v1/usage" ? FIGURES : { data: { prompts: [] } });
    },
  });
}

export function acmeDouble(): Promise<KeyDouble> {
  const admin = "acme-admin-canary-0001";
  return keyDouble({
    options: {
      baseUrl: "https://api.acme.example",
      auth: "${ADMIN}",
      create: {
        path: "/v1/keys",
        body: { name: "{{name}}" },
        id: "/id",
        secret: "/secret",
      },
      list: {
        path: "/v1/keys",
        items: "/data",
        id: "/id",
        name: "/name",
        createdAt: "/created_at",
        status: "/status",
      },
      disable: { path: "/v1/keys/{{id}}", body: { status: "disabled" } },
      delete: { path: "/v1/keys/{{id}}" },
      probe: { path: "/v1/me" },
      usage: { path: "/v1/usage" },
    },
    admin,
    value,
    id: (number) => `key_${String(number)}`,
    act(arrival, store) {
      const { method, url } = arrival;
      if (!url.pathname.startsWith("/v1/keys"))
        return store.working(bearer(arrival)) === undefined ? no(401) : ok(FIGURES);
      if (bearer(arrival) !== admin) return no(401);
      if (method === "GET")
        return ok({
          data: store.keys.map(({ id, name, status }) => ({
            id,
            name,
            status,
            created_at: CREATED,
          })),
        });
      if (method === "POST") {
        const made = store.add(String(bodyOf(arrival)["name"]));
        return ok({ id: made.id, secret: made.value }, 201);
      }
      if (method === "DELETE") return store.remove(lastPart(arrival)) ? ok({}) : no(404);
      const key = store.find(lastPart(arrival));
      if (key === undefined) return no(404);
      key.status = String(bodyOf(arrival)["status"]);
      return ok({});
    },
  });
}
