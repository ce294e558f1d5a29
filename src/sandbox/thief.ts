// The thief: found the key in a public post, lists the prompts, copies them one by one, and does not stop when the key is cut.
import { objectIn } from "./exchange.ts";
import { prompts } from "./catalogue.ts";
import type { ApiAnswer, ApiRequest } from "./exchange.ts";
import type { Gateway } from "./gateway.ts";
import type { Random } from "./random.ts";
import type { SandboxClock } from "./clock.ts";

/** Documentation addresses (RFC 5737), so that none belongs to anybody. */
const PLACES = [
  { ip: "203.0.113.57", country: "RO" },
  { ip: "203.0.113.61", country: "RO" },
  { ip: "198.51.100.23", country: "VN" },
  { ip: "192.0.2.199", country: "BR" },
] as const;

const USER_AGENTS = ["python-requests/2.32.3", "Scrapy/2.11.2 (+https://scrapy.org)"] as const;

export interface ThiefState {
  nextAt: number;
  cursor: string | null;
  nextPrompt: number;
  attempts: number;
  accepted: number;
  /** Epoch ms. */
  lastAcceptedAt: number | null;
}

export interface ThiefParts {
  readonly clock: SandboxClock;
  readonly gateway: Gateway;
  readonly random: Random;
  readonly stolen: string;
}

export class Thief {
  readonly state: ThiefState;
  readonly #parts: ThiefParts;

  /** `firstAt`: epoch ms of the first request, used when there is no saved state. */
  constructor(parts: ThiefParts, firstAt: number, saved?: ThiefState) {
    this.#parts = parts;
    this.state = saved ?? {
      nextAt: firstAt,
      cursor: null,
      nextPrompt: 0,
      attempts: 0,
      accepted: 0,
      lastAcceptedAt: null,
    };
  }

  /** Go on stealing, every 4 to 40 s of sandbox time. */
  start(): void {
    this.#parts.clock.at(this.state.nextAt, () => {
      this.#steal();
      this.state.nextAt = this.#parts.clock.now() + this.#parts.random.between(4000, 40_000);
      this.start();
    });
  }

  #steal(): void {
    const { random, gateway, clock } = this.#parts;
    const place = random.pick(PLACES);
    const userAgent = random.pick(USER_AGENTS);
    const choice = random.next();
    const wish =
      choice < 0.25 ? this.#listing() : choice < 0.8 ? this.#reading() : this.#downloading();
    const given = gateway.ask({ ...wish, ...place, userAgent });
    this.state.attempts += 1;
    if (given.status >= 300) return;
    this.state.accepted += 1;
    this.state.lastAcceptedAt = clock.now();
    if (wish.path === "/v1/prompts") this.state.cursor = cursorIn(given);
  }

  #listing(): ApiRequest {
    const cursor = this.state.cursor;
    const query = new URLSearchParams({ limit: "10", ...(cursor === null ? {} : { cursor }) });
    return this.#request("GET", "/v1/prompts", query, "");
  }

  #reading(): ApiRequest {
    const all = prompts();
    const wanted = all[this.state.nextPrompt % all.length];
    this.state.nextPrompt += 1;
    const body = JSON.stringify({ package_name: wanted?.packageName });
    return this.#request("POST", "/v1/prompts/get", new URLSearchParams(), body);
  }

  #downloading(): ApiRequest {
    const file = this.#parts.random.pick(prompts().flatMap((prompt) => prompt.context));
    return this.#request("GET", `/v1/context/${file.id}/download`, new URLSearchParams(), "");
  }

  #request(method: string, path: string, query: URLSearchParams, body: string): ApiRequest {
    const bearer = this.#parts.stolen;
    return {
      method,
      path,
      query,
      bearer,
      body,
      idempotencyKey: null,
      ip: "",
      country: null,
      userAgent: null,
    };
  }
}

function cursorIn(given: ApiAnswer): string | null {
  const data = objectIn(given.body)?.["data"];
  if (typeof data !== "object" || data === null || !("cursor" in data)) return null;
  return typeof data.cursor === "string" ? data.cursor : null;
}
