// Every way in which the vendor's API misbehaves here, and what the program must make of it when the request was to change something.
import type { Fault } from "./world.ts";

/** `unknown`: exit 5, to be settled by looking. `refused`: failed for certain, exit 8. `done`: exit 0. */
export type Meaning = "unknown" | "refused" | "done";

/** The three kinds of requests that change something. */
export type Change = "create" | "delete" | "disable";

export interface Bad {
  readonly id: string;
  readonly order: Omit<Fault, "endpoint">;
  /** Takes the total deadline of a request, ten real seconds. */
  readonly isSlow?: boolean;
  /** A lost create shows after everybody has stopped waiting for it: nobody can know, and only the end of the incident is held up. */
  readonly isTooLate?: boolean;
  readonly means: Readonly<Record<Change, Meaning>>;
}

const UNKNOWN = { create: "unknown", delete: "unknown", disable: "unknown" } as const;
const REFUSED = { create: "refused", delete: "refused", disable: "refused" } as const;
const DONE = { create: "done", delete: "done", disable: "done" } as const;
/** What tells nothing of a key that was to be made is success enough for one that was to go. */
const NO_KEY_IN_IT = { create: "unknown", delete: "done", disable: "done" } as const;

function simple(fault: string, means: Bad["means"], isSlow = false): Bad {
  return { id: fault, order: { fault }, means, isSlow };
}

const RETRY_AFTER = {
  soon: "1",
  never: "99999999999",
  negative: "-5",
  endless: "1e309",
  nonsense: "soon",
  empty: "",
  2099: "Wed, 21 Oct 2099 07:28:00 GMT",
  1970: "Thu, 01 Jan 1970 00:00:00 GMT",
} as const;

const LOCATIONS = {
  metadata: "http://169.254.169.254/latest/meta-data",
  script: "javascript:alert(1)",
  file: "file:///etc/passwd",
  self: "/v1/keys",
  nothing: "",
} as const;

function busy(status: "429" | "503", means: Bad["means"]): readonly Bad[] {
  return Object.entries(RETRY_AFTER).map(([name, retryAfter]) => ({
    id: `${status}-${name}`,
    order: { fault: status, retryAfter },
    means,
  }));
}

function elsewhere(fault: "redirect" | "redirect-after"): readonly Bad[] {
  return Object.entries(LOCATIONS).map(([name, location]) => ({
    id: `${fault}-${name}`,
    order: { fault, location },
    means: UNKNOWN,
  }));
}

function late(seconds: number): Bad {
  return {
    id: `late-${String(seconds)}`,
    order: { fault: "late", delayMs: seconds * 1000 },
    means: UNKNOWN,
  };
}

/** What a request that changes something may meet. */
export const WHEN_CHANGING: readonly Bad[] = [
  simple("reset-before", UNKNOWN),
  simple("reset-after", UNKNOWN),
  simple("500-before", UNKNOWN),
  simple("500-after", UNKNOWN),
  simple("503", UNKNOWN),
  simple("429", REFUSED),
  simple("401", REFUSED),
  simple("403", REFUSED),
  // Not there is what was wanted of a key that was to go.
  simple("404", { create: "refused", delete: "done", disable: "done" }),
  simple("408", UNKNOWN),
  simple("409", UNKNOWN),
  simple("hang", UNKNOWN, true),
  simple("hang-after", UNKNOWN, true),
  // Of 204 there is nothing to drip.
  simple("drip", { create: "unknown", delete: "done", disable: "unknown" }, true),
  simple("garbage", UNKNOWN),
  simple("no-secret", NO_KEY_IN_IT),
  simple("cut", UNKNOWN),
  simple("empty", NO_KEY_IN_IT),
  simple("other-shape", NO_KEY_IN_IT),
  simple("no-http", UNKNOWN),
  simple("redirect", UNKNOWN),
  simple("redirect-after", UNKNOWN),
  simple("bomb", UNKNOWN),
  late(1),
  late(20),
  late(29),
  { ...late(45), isTooLate: true },
  ...busy("429", REFUSED),
  ...busy("503", UNKNOWN),
  ...elsewhere("redirect"),
  ...elsewhere("redirect-after"),
];

/** Only what is cut can be slow to die. */
export const WHEN_CUTTING: readonly Bad[] = [5, 30, 100, 300].map((seconds) => ({
  id: `alive-${String(seconds)}`,
  order: { fault: "alive-after-delete", delayMs: seconds * 1000 },
  means: DONE,
}));

const READ_BADLY = [
  "reset-after",
  "500-before",
  "503",
  "429",
  "401",
  "403",
  "404",
  "408",
  "garbage",
  "cut",
  "empty",
  "other-shape",
  "no-http",
  "redirect",
  "redirect-after",
  "bomb",
];

function times(bad: Bad, count: number): Bad {
  return { ...bad, id: `${bad.id}*${String(count)}`, order: { ...bad.order, times: count } };
}

/** What a request that only looks may meet, once and again: it says nothing about what there is. */
export const WHEN_LOOKING: readonly Bad[] = [
  ...READ_BADLY.map((fault) => simple(fault, DONE)),
  ...READ_BADLY.filter((fault) => fault !== "401").map((fault) => times(simple(fault, DONE), 3)),
  simple("hang", DONE, true),
  simple("drip", DONE, true),
  ...busy("429", DONE),
];

/** Lists that leave out what is young. */
export const WHEN_LISTING: readonly Bad[] = [5, 25].map((seconds) => ({
  id: `stale-${String(seconds)}`,
  order: { fault: "list-stale", delayMs: seconds * 1000, times: 2 },
  means: DONE,
}));
