// A vendor and places that answer as they are told: each call works, fails for certain, or is lost before or after it took effect.
import { Secret } from "../../src/core/credential/secret.ts";
import { ManualOnly, type DeployTarget } from "../../src/ports/deploy-target.ts";
import { toInstant } from "../../src/core/instant.ts";
import type {
  KeyProvider,
  ProbeAnswer,
  ProviderKey,
  UsageSnapshot,
} from "../../src/ports/key-provider.ts";
import { OutsideError } from "../../src/ports/outside.ts";

/** The leaked value of these tests. */
export const OLD = "sk_live_OldCanaryOfTheAppTestsOld9";

/** What happens to one call: it works, fails for certain, is lost before or after it took effect. */
type Fate = "works" | "refused" | "lost" | "lost-after" | "crashes-after";

interface VendorKey {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  status: "active" | "disabled";
  lastUsedAt: string | null;
}

/** A vendor with an admin API. Calls are listed in `calls`; `fates` says what becomes of the next ones, by call. */
export class Vendor {
  readonly keys: VendorKey[] = [
    { id: "k-old", name: "production-web-app", value: OLD, status: "active", lastUsedAt: null },
  ];
  readonly calls: string[] = [];
  readonly fates = new Map<string, Fate[]>();
  readonly probes: ProbeAnswer[] = [];
  /** Runs before a call that changes something. */
  before: (call: string) => void = () => undefined;
  can = { create: true, list: true, disable: false, delete: true };
  /** It deletes by value, keys have no names, and their values tell their ids. */
  takes = { byValue: false, nameless: false, idInValue: false };
  /** Where it gives usage figures to the key itself: when it counts the call that asks. */
  counting: "before" | "after" | "never" | undefined;
  /** Every use of a key that counts, oldest first: its value, and when (epoch ms). */
  readonly uses: { readonly value: string; readonly at: number }[] = [];
  /** The vendor's own time, for its figures. */
  now: () => number = () => 0;
  made = 0;

  fail(call: string, ...fates: readonly Fate[]): void {
    this.fates.set(call, [...(this.fates.get(call) ?? []), ...fates]);
  }

  private async call<T>(name: string, effect: () => T): Promise<T> {
    this.calls.push(name);
    this.before(name);
    const fate = this.fates.get(name)?.shift() ?? "works";
    if (fate === "refused") throw new OutsideError(true, `${name}: 422`);
    if (fate === "lost") throw new OutsideError(false, `${name}: timed out`);
    const result = effect();
    if (fate === "lost-after") throw new OutsideError(false, `${name}: timed out`);
    if (fate === "crashes-after") throw new TypeError(`${name}: unexpected`);
    return result;
  }

  probe(value: string): ProbeAnswer {
    const scripted = this.probes.shift();
    if (scripted !== undefined) return scripted;
    const alive = this.keys.some((one) => one.value === value && one.status === "active");
    return answer(alive ? 200 : 401);
  }

  /** A key that a person made in the dashboard; gives its value. */
  byHand(name: string): string {
    const value = "sk_live_HandMadeCanaryOfTheAppTests1";
    this.keys.push({ id: "k-hand", name, value, status: "active", lastUsedAt: null });
    return value;
  }

  /** Somebody uses a key. */
  use(value: string): void {
    this.uses.push({ value, at: this.now() });
  }

  figures(value: string): UsageSnapshot | undefined {
    if (this.counting === undefined) return undefined;
    if (this.counting === "before") this.use(value);
    const own = this.uses.filter((one) => one.value === value);
    const last = own.at(-1);
    if (this.counting === "after") this.use(value);
    return {
      lastUsedAt: last === undefined ? null : toInstant(last.at),
      requests: own.length,
      errorRate: 0,
      raw: null,
    };
  }

  connect(id: string): KeyProvider {
    const { can } = this;
    const create = ({ name }: { name: string; token: string }) =>
      this.call("create", () => {
        this.made += 1;
        const made = {
          id: `k-new-${String(this.made)}`,
          name,
          value: `sk_live_NewCanaryOfTheAppTests00${String(this.made)}`,
          status: "active" as const,
          lastUsedAt: null,
        };
        this.keys.push(made);
        return { id: made.id, secret: new Secret(made.value) };
      });
    const list = () =>
      this.call("list", () =>
        this.keys.map((key) => ({ ...listed(key), ...(this.takes.nameless && { name: "" }) })),
      );
    const disable = (key: string) =>
      this.call("disable", () => {
        const found = this.keys.find((one) => one.id === key);
        if (found !== undefined) found.status = "disabled";
      });
    const remove = (key: string, held?: Secret) =>
      this.call("delete", () => {
        const at = this.keys.findIndex((one) =>
          this.takes.byValue ? one.value === held?.reveal() : one.id === key,
        );
        if (at !== -1) this.keys.splice(at, 1);
      });
    return {
      id,
      kind: "http",
      title: "Acme",
      host: "api.acme.example",
      admin: {
        ...(can.create ? { create } : {}),
        ...(can.list ? { list } : {}),
        ...(can.disable ? { disable } : {}),
        ...(can.delete ? { delete: remove } : {}),
        byValue: this.takes.byValue,
        nameless: this.takes.nameless,
      },
      ...(this.takes.idInValue && {
        idOf: (secret) => this.keys.find((one) => one.value === secret.reveal())?.id,
      }),
      probe: (secret) => {
        this.calls.push("probe");
        this.use(secret.reveal());
        return Promise.resolve(this.probe(secret.reveal()));
      },
      ...(this.counting === undefined
        ? {}
        : { usage: async (secret) => this.figures(secret?.reveal() ?? "") }),
      manual: {
        create: ["click New, name it {{name}}"],
        delete: ["click the bin beside {{name}} ..{{last4}}"],
        usage: ["open Usage"],
        url: "https://acme.example/keys",
        support: "security@acme.example",
      },
    };
  }
}

function listed(key: VendorKey): ProviderKey {
  return {
    id: key.id,
    name: key.name,
    createdAt: null,
    lastUsedAt: key.lastUsedAt,
    last4: key.value.slice(-4),
    status: key.status,
  };
}

/** A probe's answer by its status. */
export function answer(status: number, retryAfter?: number): ProbeAnswer {
  const verdict =
    status === 401 ? "DEAD" : status === 200 || status === 403 ? "ALIVE" : "UNVERIFIABLE";
  return { verdict, status, detail: String(status), retryAfter };
}

/** A place and the service behind it. */
export class Place {
  value: string | undefined;
  /** What the service uses: what lay there when it was loaded. */
  used: string | undefined;
  readable = true;
  reloads = true;
  reports = true;
  kind = "fake";
  readonly writes: string[] = [];
  /** How often its service was started again. */
  restarts = 0;
  readonly fates: Fate[] = [];

  constructor(value: string | undefined = OLD) {
    this.value = value;
    this.used = value;
  }

  connect(id: string): DeployTarget {
    return {
      id,
      kind: this.kind,
      where: `${id} KEY`,
      plan: async () => [`write ${id}`],
      read: async () => {
        if (!this.readable) return { state: "unreadable", why: "write-only" };
        return this.value === undefined
          ? { state: "absent" }
          : { state: "present", secret: new Secret(this.value) };
      },
      write: async (secret) => {
        if (this.kind === "manual") throw new ManualOnly([`ssh ${id}`]);
        const fate = this.fates.shift() ?? "works";
        this.writes.push(secret.last4);
        if (fate === "refused") throw new OutsideError(true, `${id}: permission denied`);
        if (fate === "lost") throw new OutsideError(false, `${id}: connection reset`);
        this.value = secret.reveal();
        if (fate === "lost-after") throw new OutsideError(false, `${id}: connection reset`);
        return { detail: "written", version: null };
      },
      ...(this.reloads
        ? {
            reload: async () => {
              this.used = this.value;
              this.restarts += 1;
              return { detail: "restarted" };
            },
          }
        : {}),
      inUse: async () =>
        this.reports
          ? { state: "reported", last4: this.used?.slice(-4) ?? null, keyId: null }
          : { state: "no-check" },
    };
  }
}
