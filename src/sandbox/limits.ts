// Rate limits of the look-alike: 1,000 a minute and 10,000 an hour with a key, 100 and 1,000 without (docs.baytos.ai, rate limits).

interface Window {
  start: number;
  count: number;
}

interface Rule {
  readonly lengthMs: number;
  readonly withKey: number;
  readonly without: number;
}

const RULES: readonly Rule[] = [
  { lengthMs: 60_000, withKey: 1000, without: 100 },
  { lengthMs: 3_600_000, withKey: 10_000, without: 1000 },
];

/** What is left of the minute's allowance, and the seconds to wait when there is nothing left. */
export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch seconds at which the minute ends. */
  readonly resetAt: number;
  readonly retryAfter: number | null;
}

export class RateLimits {
  readonly #windows = new Map<string, Window>();

  /** Count one request of this caller (a key id, or an address when there is no live key). */
  take(caller: string, hasKey: boolean, now: number): Allowance {
    let retryAfter: number | null = null;
    for (const rule of RULES) {
      const window = this.#window(`${rule.lengthMs} ${caller}`, rule.lengthMs, now);
      window.count += 1;
      if (window.count > (hasKey ? rule.withKey : rule.without))
        retryAfter = Math.max(1, Math.ceil((window.start + rule.lengthMs - now) / 1000));
    }
    const minute = this.#window(`60000 ${caller}`, 60_000, now);
    const limit = hasKey ? 1000 : 100;
    return {
      limit,
      remaining: Math.max(0, limit - minute.count),
      resetAt: Math.ceil((minute.start + 60_000) / 1000),
      retryAfter,
    };
  }

  #window(name: string, lengthMs: number, now: number): Window {
    const start = Math.floor(now / lengthMs) * lengthMs;
    const known = this.#windows.get(name);
    if (known !== undefined && known.start === start) return known;
    const fresh = { start, count: 0 };
    this.#windows.set(name, fresh);
    return fresh;
  }
}
