// Serves the dashboard and what it calls. No cookies: the page carries a token that only this origin can read.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { answer, failure, objectIn } from "./exchange.ts";
import { dashboardPage } from "./dashboard-page.ts";
import { shown } from "./admin.ts";
import type { ApiAnswer, ApiRequest } from "./exchange.ts";
import type { Gateway } from "./gateway.ts";
import type { KeyTable } from "./keys.ts";

const API = "/dashboard/api";

export class Dashboard {
  readonly #gateway: Gateway;
  readonly #keys: KeyTable;
  readonly #token = randomBytes(24).toString("base64url");

  constructor(gateway: Gateway, keys: KeyTable) {
    this.#gateway = gateway;
    this.#keys = keys;
  }

  /** Answer a request under `/dashboard`. `token` is the value of its X-Dashboard-Token header. */
  answer(request: ApiRequest, token: string): ApiAnswer {
    if (request.path === "/dashboard") return this.#page();
    if (!request.path.startsWith(`${API}/`)) return failure(404, "there is no such page");
    if (!this.#owns(token)) return failure(401, "this page is no longer valid: load it again");
    const inner = { ...request, path: `/v1${request.path.slice(API.length)}` };
    if (request.method === "GET" && inner.path === "/v1/keys")
      return answer(200, { data: this.#keys.listed("claro").map(shown) });
    if (request.method === "POST" && inner.path === "/v1/keys")
      return this.#gateway.askFromDashboard(inner, request.path);
    if (request.method === "DELETE") return this.#delete(inner, request.path);
    return failure(404, "there is no such endpoint");
  }

  /** The name typed by the person is checked here too, not only in the page. */
  #delete(inner: ApiRequest, loggedPath: string): ApiAnswer {
    const key = this.#keys.byId(inner.path.split("/").at(-1) ?? "");
    if (key !== null && objectIn(inner.body)?.["name"] !== key.name)
      return failure(400, "the typed name is not the name of this key");
    return this.#gateway.askFromDashboard(inner, loggedPath);
  }

  #owns(token: string): boolean {
    const given = Buffer.from(token);
    const own = Buffer.from(this.#token);
    return given.length === own.length && timingSafeEqual(given, own);
  }

  #page(): ApiAnswer {
    const nonce = randomBytes(16).toString("base64");
    const policy = [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      `style-src 'nonce-${nonce}'`,
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join("; ");
    const headers = {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      "referrer-policy": "no-referrer",
    };
    return { ...answer(200, null), headers, body: dashboardPage(this.#token, nonce) };
  }
}
