// A stand-in for SendGrid's API keys: made with scopes, listed by name alone, deleted.
import { bearer, bodyOf, keyDouble, lastPart, no, ok, type KeyDouble } from "./keys.ts";

const ADMIN = "SG.admin-canary.0001";

export function sendgridDouble(): Promise<KeyDouble> {
  return keyDouble({
    options: { auth: "${ADMIN}", scopes: ["mail.send"] },
    admin: ADMIN,
    value: (number) => `SG.id${String(number)}.CanaryOfTheVendor2345`,
    id: (number) => `id${String(number)}`,
    act(arrival, store) {
      const { method, url } = arrival;
      if (url.pathname === "/v3/scopes")
        return store.working(bearer(arrival)) === undefined
          ? no(401)
          : ok({ scopes: ["mail.send"] });
      if (bearer(arrival) !== ADMIN) return no(401);
      if (method === "GET")
        return ok({ result: store.keys.map(({ id, name }) => ({ api_key_id: id, name })) });
      if (method === "DELETE")
        return store.remove(lastPart(arrival)) ? { status: 204, body: "" } : no(404);
      const { name, scopes } = bodyOf(arrival);
      if (typeof name !== "string") return no(400);
      const { id, value } = store.add(name, { scopes });
      return ok({ api_key: value, api_key_id: id, name, scopes }, 201);
    },
    // As SendGrid does it, this would make a key that may do everything.
    check: (arrival) =>
      arrival.method === "POST" && bodyOf(arrival)["scopes"] === undefined
        ? ["a key without scopes"]
        : [],
  });
}
