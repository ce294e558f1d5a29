// Who uses the exposed keys beside the services: a thief who copies prompts and never stops, or a load test that only lists.
import { objectIn } from "./exchange.ts";
import { prompts } from "./catalogue.ts";
import type { ApiAnswer, ApiRequest } from "./exchange.ts";
import type { Gateway } from "./gateway.ts";
import type { KeyRecord } from "./keys.ts";
import type { Random } from "./random.ts";
import type { SandboxClock } from "./clock.ts";
import type { Misuse } from "./scenario/scenario.ts";

interface Habits {
  /** Documentation addresses (RFC 5737), so that none belongs to anybody. */
  readonly places: readonly { readonly ip: string; readonly country: string }[];
  readonly userAgents: readonly string[];
  /** How long it goes on, ms of sandbox time; null = for ever. */
  readonly lastsMs: number | null;
  /** Shortest and longest time between two requests, ms of sandbox time. */
  readonly gapMs: readonly [number, number];
  /** Share of requests that list prompts, and share that list or read one; the rest download. */
  readonly listing: number;
  readonly reading: number;
}

const HABITS: Readonly<Record<Misuse["who"], Habits>> = {
  thief: {
    places: [
      { ip: "203.0.113.57", country: "RO" },
      { ip: "203.0.113.61", country: "RO" },
      { ip: "198.51.100.23", country: "VN" },
      { ip: "192.0.2.199", country: "BR" },
    ],
    userAgents: ["python-requests/2.32.3", "Scrapy/2.11.2 (+https://scrapy.org)"],
    lastsMs: null,
    gapMs: [4000, 40_000],
    listing: 0.25,
    reading: 0.8,
  },
  "load-test": {
    places: [
      { ip: "198.51.100.71", country: "IE" },
      { ip: "198.51.100.72", country: "IE" },
      { ip: "198.51.100.73", country: "IE" },
    ],
    userAgents: ["k6/0.54.0 (https://k6.io/)"],
    lastsMs: 3 * 3_600_000,
    gapMs: [800, 3200],
    listing: 1,
    reading: 1,
  },
};

export interface ThiefState {
  /** First request, epoch ms. */
  readonly firstAt: number;
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
  readonly who: Misuse["who"];
  /** The keys it uses; never empty. */
  readonly stolen: readonly KeyRecord[];
}

export class Thief {
  readonly state: ThiefState;
  readonly #parts: ThiefParts;
  #isGone = false;

  /** `firstAt`: epoch ms of the first request, used when there is no saved state. */
  constructor(parts: ThiefParts, firstAt: number, saved?: ThiefState) {
    this.#parts = parts;
    this.state = saved ?? {
      firstAt,
      nextAt: firstAt,
      cursor: null,
      nextPrompt: 0,
      attempts: 0,
      accepted: 0,
      lastAcceptedAt: null,
    };
  }

  /** Go on, as often as its habits say. */
  start(): void {
    const { lastsMs } = HABITS[this.#parts.who];
    if (lastsMs !== null && this.state.nextAt > this.state.firstAt + lastsMs) return;
    this.#parts.clock.at(this.state.nextAt, () => {
      this.#steal();
      this.state.nextAt =
        this.#parts.clock.now() + this.#parts.random.between(...HABITS[this.#parts.who].gapMs);
      this.start();
    });
  }

  /** Nobody misuses anything from now on, until the sandbox is started again. */
  leave(): void {
    this.#isGone = true;
  }

  #steal(): void {
    if (this.#isGone) return;
    const { random, gateway, clock, who } = this.#parts;
    const habits = HABITS[who];
    const place = random.pick(habits.places);
    const userAgent = random.pick(habits.userAgents);
    const choice = random.next();
    const wish =
      choice < habits.listing
        ? this.#listing()
        : choice < habits.reading
          ? this.#reading()
          : this.#downloading();
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
    const { stolen, random } = this.#parts;
    const [only] = stolen;
    const key = stolen.length === 1 && only !== undefined ? only : random.pick(stolen);
    return {
      method,
      vendor: key.vendor,
      path,
      query,
      bearer: key.secret,
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
