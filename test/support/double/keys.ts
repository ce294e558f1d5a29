// What the stand-ins of key vendors share: keys that are made, switched off and deleted, and whoever asks with one.
import {
  doubleServer,
  type Arrival,
  type DoubleServer,
  type Handled,
  type Reply,
} from "./server.ts";

export interface StoredKey {
  readonly id: string;
  name: string;
  readonly value: string;
  status: string;
  /** Whatever else the vendor keeps of it. */
  readonly about: Record<string, unknown>;
}

/** The keys that a vendor holds. */
export interface KeyStore {
  readonly keys: StoredKey[];
  add(name: string, about?: Record<string, unknown>): StoredKey;
  find(id: string): StoredKey | undefined;
  /** The key of a value that works. */
  working(value: string | undefined): StoredKey | undefined;
  /** False when there is none. */
  remove(id: string): boolean;
}

/** A stand-in that runs, and the configuration that leads to it. */
export interface KeyDouble extends KeyStore {
  readonly server: DoubleServer;
  /** Where the kind's own address is overridden to. */
  readonly endpoint: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** The key that the incident is about; there from the start. */
  readonly leaked: StoredKey;
  /** The admin credential: what references in the options resolve to. Never to be shown, never sent with a key's own probe. */
  readonly admin: string;
  /** Breaches of the vendor's description and rules so far. Must stay empty. */
  readonly complaints: string[];
  /** What of a key a probe carries, where it is not the value itself. */
  readonly carried: (key: StoredKey) => string;
  /** Answers by status that mean something else at this vendor. */
  readonly verdicts: Readonly<Record<number, "ALIVE" | "DEAD" | "UNVERIFIABLE">>;
  /** How the vendor says that a key is not there. */
  readonly gone: Reply;
  /** Environment with an admin credential that the stand-in accepts, for vendors whose own library looks there. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface KeyVendor {
  readonly options: Readonly<Record<string, unknown>>;
  readonly admin: string;
  /** Below the server's address. */
  readonly basePath?: string;
  value(number: number): string;
  id(number: number): string;
  /** More of the leaked key. */
  readonly about?: Record<string, unknown>;
  isChange?(arrival: Arrival): boolean;
  act(arrival: Arrival, store: KeyStore): Reply;
  /** What breaks the vendor's description, one line each. */
  check?(arrival: Arrival, reply: Reply): readonly string[];
  readonly carried?: KeyDouble["carried"];
  readonly verdicts?: KeyDouble["verdicts"];
  readonly gone?: Reply;
  readonly env?: KeyDouble["env"];
}

/** Start a vendor that holds one key named production-web-app. */
export async function keyDouble(vendor: KeyVendor): Promise<KeyDouble> {
  const complaints: string[] = [];
  const store = keyStore(vendor);
  const leaked = store.add("production-web-app", vendor.about);

  function handle(arrival: Arrival): Handled {
    return {
      changes: vendor.isChange?.(arrival) ?? arrival.method !== "GET",
      run() {
        const reply = vendor.act(arrival, store);
        complaints.push(...(vendor.check?.(arrival, reply) ?? []));
        return reply;
      },
    };
  }

  const server = await doubleServer(handle, complaints);
  return {
    ...store,
    server,
    endpoint: server.url + (vendor.basePath ?? ""),
    options: vendor.options,
    leaked,
    admin: vendor.admin,
    complaints,
    carried: vendor.carried ?? ((key) => key.value),
    verdicts: vendor.verdicts ?? {},
    gone: vendor.gone ?? { status: 404 },
    env: vendor.env ?? {},
  };
}

function keyStore(vendor: KeyVendor): KeyStore {
  const keys: StoredKey[] = [];
  let made = 0;
  return {
    keys,
    add(name, about = {}) {
      made += 1;
      const key = { id: vendor.id(made), name, value: vendor.value(made), status: "active", about };
      keys.push(key);
      return key;
    },
    find: (id) => keys.find((key) => key.id === id),
    working: (value) => keys.find((key) => key.value === value && key.status === "active"),
    remove(id) {
      const at = keys.findIndex((key) => key.id === id);
      if (at !== -1) keys.splice(at, 1);
      return at !== -1;
    },
  };
}

/** The value behind `Authorization: Bearer`. */
export function bearer({ headers }: Arrival): string | undefined {
  return headers.authorization?.replace(/^Bearer /, "");
}

export function ok(body: unknown, status = 200): Reply {
  return { status, body };
}

/** A refusal in words that must not be repeated. */
export function no(status: number): Reply {
  return { status, body: { error: { message: "the vendor's own words" } } };
}

/** The body as the object it must be. */
export function bodyOf({ body }: Arrival): Readonly<Record<string, unknown>> {
  return body === "" ? {} : (JSON.parse(body) as Record<string, unknown>);
}

/** The last part of a path, decoded. */
export function lastPart({ url }: Arrival): string {
  return decodeURIComponent(url.pathname.split("/").at(-1) ?? "");
}

export const CREATED = "2026-01-15T09:30:00Z";
