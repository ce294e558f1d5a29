// What is wrong with the register: compared with the clock, with what lies in the places, and with what the vendors list. Pure.
import { shellWord } from "../shell-word.ts";
import { between, DAY, type Instant } from "../instant.ts";
import { lineOf, nameProblems, suggestName } from "./naming.ts";
import { isLive, type RegisterEntry } from "./register.ts";

/** What a vendor lists, as far as it could be asked. */
export type VendorList =
  | {
      readonly provider: string;
      readonly state: "listed";
      readonly keys: readonly {
        readonly id: string;
        readonly name: string;
        readonly lastUsedAt: Instant | null;
      }[];
    }
  | { readonly provider: string; readonly state: "unknown"; readonly why: string };

/** What lies in a configured place, by fingerprint. */
export interface PlaceFound {
  readonly target: string;
  /** Register name of the key it should hold; null = not said. */
  readonly key: string | null;
  /** Null = empty, or it could not be read: then `why` says so. */
  readonly fingerprint: string | null;
  readonly why: string | null;
}

export interface RegisterWorld {
  readonly now: Instant;
  readonly entries: readonly RegisterEntry[];
  readonly places: readonly PlaceFound[];
  readonly vendors: readonly VendorList[];
  /** Operators of the configuration: as owners they are persons, not teams. */
  readonly people: readonly string[];
}

export interface Finding {
  readonly id: string;
  /** The key it is about, by name; null where no key of the register is meant. */
  readonly key: string | null;
  readonly why: string;
  /** The command that mends it, or begins to. */
  readonly command: string;
}

/** Unused for longer: nobody would miss it. */
const UNUSED = 90 * DAY;

type Found = readonly Omit<Finding, "key">[];

type Check = (world: RegisterWorld, entry: RegisterEntry) => Found;

function edit(entry: RegisterEntry, flags: string): string {
  return `claro-ir keys edit ${shellWord(entry.name)} ${flags}`;
}

function overdue({ now }: RegisterWorld, entry: RegisterEntry): Found {
  const late = between(entry.nextDueAt, now);
  if (late <= 0 || entry.status !== "active") return [];
  const why = `due since ${entry.nextDueAt.slice(0, 10)}, ${String(Math.floor(late / DAY))} days ago`;
  return [{ id: "overdue", why, command: `claro-ir keys rotate ${shellWord(entry.name)}` }];
}

function badName(_world: RegisterWorld, entry: RegisterEntry): Found {
  return nameProblems(entry.name, entry.environment)
    .slice(0, 1)
    .map((problem) => ({
      id: "bad-name",
      why: `${problem}; better: ${suggestName(entry.name, entry.environment)}`,
      command: `claro-ir keys rotate ${shellWord(entry.name)}`,
    }));
}

function undocumented(_world: RegisterWorld, entry: RegisterEntry): Found {
  return [
    ...(entry.owner === null
      ? [{ id: "no-owner", why: "nobody answers for it", command: edit(entry, "--owner <team>") }]
      : []),
    ...(entry.purpose === null
      ? [
          {
            id: "undocumented",
            why: "no purpose is on record",
            command: edit(entry, "--purpose <text>"),
          },
        ]
      : []),
  ];
}

function noConsumers({ places }: RegisterWorld, entry: RegisterEntry): Found {
  const isPlaced = places.some(
    (place) => place.key !== null && lineOf(place.key) === lineOf(entry.name),
  );
  if (entry.consumers.length > 0 || isPlaced || entry.status !== "active") return [];
  const why = "nobody knows which places hold it: it could not be replaced in a hurry";
  return [{ id: "no-consumers", why, command: edit(entry, "--consumer <place>") }];
}

function unknownPlace({ places }: RegisterWorld, entry: RegisterEntry): Found {
  const unknown = entry.consumers.filter((id) => !places.some((place) => place.target === id));
  if (places.length === 0 || unknown.length === 0 || !isLive(entry)) return [];
  const kept = entry.consumers.filter((id) => !unknown.includes(id));
  return [
    {
      id: "unknown-place",
      why: `${unknown.join(", ")}: no such place is configured`,
      command: edit(
        entry,
        (kept.length > 0 ? kept : ["<place>"]).map((id) => `--consumer ${id}`).join(" "),
      ),
    },
  ];
}

function personalOwner({ people }: RegisterWorld, entry: RegisterEntry): Found {
  const isPersonal =
    entry.environment === "production" &&
    (entry.serviceAccount === false || people.includes(entry.owner ?? ""));
  if (!isPersonal) return [];
  const why = "a production key of a person: it keeps their rights, and leaves with them";
  return [{ id: "personal-owner", why, command: `claro-ir keys rotate ${shellWord(entry.name)}` }];
}

function sameValue(
  entries: readonly RegisterEntry[],
  entry: RegisterEntry,
): readonly RegisterEntry[] {
  if (entry.fingerprint === null) return [];
  return entries.filter(
    (one) => one.id !== entry.id && isLive(one) && one.fingerprint === entry.fingerprint,
  );
}

function shared({ entries }: RegisterWorld, entry: RegisterEntry): Found {
  const others = sameValue(entries, entry);
  const across = others.filter((one) => one.environment !== entry.environment);
  if (others.length === 0) return [];
  const names = others.map((one) => one.name).join(", ");
  return [
    {
      id: across.length > 0 ? "shared-environment" : "shared-value",
      why: `the same value as ${names}${across.length > 0 ? ": one key in two environments" : ""}`,
      command: `claro-ir keys rotate ${shellWord(entry.name)}`,
    },
  ];
}

/** The vendor's own record of a key, where it could be asked. */
function listed({ vendors }: RegisterWorld, entry: RegisterEntry) {
  const vendor = vendors.find((one) => one.provider === entry.provider);
  if (vendor?.state !== "listed") return undefined;
  const key = vendor.keys.find((one) =>
    entry.keyId === null ? one.name === entry.name : one.id === entry.keyId,
  );
  return { key };
}

function unused(world: RegisterWorld, entry: RegisterEntry): Found {
  const at = listed(world, entry)?.key?.lastUsedAt;
  if (at === undefined || at === null || entry.status !== "active") return [];
  const quiet = between(at, world.now);
  if (quiet < UNUSED) return [];
  const why = `last used ${at.slice(0, 10)}, ${String(Math.floor(quiet / DAY))} days ago`;
  return [
    {
      id: "unused",
      why,
      command: `claro-ir keys retire ${shellWord(entry.name)} --because "unused"`,
    },
  ];
}

function goneAtVendor(world: RegisterWorld, entry: RegisterEntry): Found {
  const found = listed(world, entry);
  if (found === undefined || found.key !== undefined || !isLive(entry)) return [];
  return [
    {
      id: "not-at-vendor",
      why: `${entry.provider} lists no such key`,
      command: `claro-ir keys retire ${shellWord(entry.name)} --deleted --because "not at the vendor"`,
    },
  ];
}

function aliveThoughDead(world: RegisterWorld, entry: RegisterEntry): Found {
  if (isLive(entry) || listed(world, entry)?.key === undefined) return [];
  return [
    {
      id: "still-there",
      why: `${entry.status} on the register, but ${entry.provider} still lists it`,
      command: `claro-ir start --key ${entry.name}`,
    },
  ];
}

const LIVE_CHECKS: readonly Check[] = [
  overdue,
  badName,
  undocumented,
  noConsumers,
  unknownPlace,
  personalOwner,
  shared,
  unused,
  goneAtVendor,
];

/** Keys that a vendor lists and the register does not know. */
function unknownAtVendor({ vendors, entries }: RegisterWorld): readonly Finding[] {
  return vendors.flatMap((vendor) => {
    if (vendor.state !== "listed") return [];
    const known = entries.filter((entry) => entry.provider === vendor.provider);
    return vendor.keys
      .filter((key) => !known.some((entry) => entry.keyId === key.id || entry.name === key.name))
      .map((key) => ({
        id: "unregistered",
        key: null,
        why: `${vendor.provider} lists ${key.name} (${key.id}), the register does not`,
        command: `claro-ir keys add ${key.name} --provider ${vendor.provider} --key-id ${key.id} --environment <name>`,
      }));
  });
}

/** Places that hold a value the register does not know, another key than they should, or one that is given up. */
function wrongPlaces({ places, entries }: RegisterWorld): readonly Finding[] {
  return places.flatMap((place): readonly Finding[] => {
    const { target, key, fingerprint } = place;
    if (fingerprint === null) return [];
    const holder = entries.find((entry) => entry.fingerprint === fingerprint);
    const add = `claro-ir keys add <name> --environment <name> --consumer ${target} --secret-fd 0`;
    const named = entries.find((entry) => entry.name === key && entry.fingerprint === null);
    if (holder === undefined && named !== undefined)
      return [
        {
          id: "value-not-known",
          key,
          why: `${target} holds a value, but the register has none of ${named.name} to compare it with`,
          command: `claro-ir keys edit ${shellWord(named.name)} --secret-file <file>`,
        },
      ];
    if (holder === undefined)
      return [
        {
          id: "unregistered-value",
          key,
          why: `${target} holds a value that no registered key has`,
          command: add,
        },
      ];
    if (!isLive(holder))
      return [
        {
          id: "dead-value",
          key: holder.name,
          why: `${target} still holds ${holder.name}, which is ${holder.status}`,
          command: `claro-ir keys show ${holder.name}`,
        },
      ];
    // A configuration may go on naming the line of keys that its present one belongs to.
    if (key === null || lineOf(key) === lineOf(holder.name)) return [];
    return [
      {
        id: "wrong-key",
        key,
        why: `${target} should hold ${key}, but holds ${holder.name}`,
        command: `claro-ir keys show ${key}`,
      },
    ];
  });
}

/** Every finding: the register's own in its order, then places, then what the vendors know more. */
export function checkRegister(world: RegisterWorld): readonly Finding[] {
  const own = world.entries.flatMap((entry) => {
    const checks = isLive(entry) ? LIVE_CHECKS : [aliveThoughDead];
    return checks.flatMap((check) =>
      check(world, entry).map((found) => ({ ...found, key: entry.name })),
    );
  });
  return [...own, ...wrongPlaces(world), ...unknownAtVendor(world)];
}

/** What could not be looked at: said, never taken for well. */
export function notChecked({ vendors, places }: RegisterWorld): readonly string[] {
  return [
    ...vendors.flatMap((one) => (one.state === "unknown" ? [`${one.provider}: ${one.why}`] : [])),
    ...places.flatMap((one) => (one.why === null ? [] : [`${one.target}: ${one.why}`])),
  ];
}
