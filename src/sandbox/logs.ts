// The two logs: every API request as an access log would show it, and every request with its effect. Never a secret in either.
import { appendFileSync, closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

/** Anything that has the form of one of our keys, even inside a path or a user agent somebody sent. */
const SECRET = /(?:sk_[a-z]{2,8}_|sk-proj-|ghp_)[A-Za-z0-9]{8,}/g;
/** Size of the tail that is read to find the last line. */
const TAIL = 8192;

/** A file of JSON lines. Lines gather until the next turn of the process or until `flush`. */
export class LogFile {
  readonly path: string;
  #pending = "";
  #planned: NodeJS.Immediate | null = null;

  constructor(path: string) {
    this.path = path;
  }

  write(entry: Readonly<Record<string, unknown>>): void {
    this.#pending += `${JSON.stringify(entry).replaceAll(SECRET, "[secret]")}\n`;
    this.#planned ??= setImmediate(() => this.flush());
  }

  flush(): void {
    if (this.#planned !== null) clearImmediate(this.#planned);
    this.#planned = null;
    const text = this.#pending;
    this.#pending = "";
    if (text !== "") appendFileSync(this.path, text, { mode: 0o600 });
  }
}

/** Instant of the last entry (epoch ms) by its `field`; null for a file without one. */
export function lastInstant(path: string, field: string): number | null {
  if (!existsSync(path)) return null;
  const file = openSync(path, "r");
  try {
    const size = fstatSync(file).size;
    const buffer = Buffer.alloc(Math.min(size, TAIL));
    readSync(file, buffer, 0, buffer.length, size - buffer.length);
    const found = [...buffer.toString("utf8").matchAll(new RegExp(`"${field}":"([^"]+)"`, "g"))];
    const instant = Date.parse(found.at(-1)?.[1] ?? "");
    return Number.isNaN(instant) ? null : instant;
  } finally {
    closeSync(file);
  }
}
