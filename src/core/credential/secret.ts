// A secret value that cannot be printed by accident. Only `reveal()` gives the value, and its callers are few and listed by grep.

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** The value of a key. Prints as `[secret …c123]` in templates, JSON and inspection. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Call only where it leaves for its rightful place: sealer, target, provider, terminal on reveal. */
  reveal(): string {
    return this.#value;
  }

  /** Last four characters, what people compare with a dashboard. Short values show none. */
  get last4(): string {
    return this.#value.length >= 12 ? this.#value.slice(-4) : "";
  }

  /** The public prefix up to and including the last underscore or dash of the first 12 characters, e.g. `sk_live_`. Short values show none. */
  get prefix(): string {
    if (this.#value.length < 20) return "";
    return /^[A-Za-z]{2,10}[_-](?:[A-Za-z]{2,8}[_-])?/.exec(this.#value)?.[0] ?? "";
  }

  toString(): string {
    return `[secret …${this.last4}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [INSPECT](): string {
    return this.toString();
  }
}
