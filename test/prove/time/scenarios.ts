// Clocks that misbehave, as the instants that commands see one after the other: the first declares the incident.

export interface Scenario {
  readonly id: string;
  /** The machine's own zone. */
  readonly zone: string;
  readonly instants: readonly string[];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function scenario(id: string, zone: string, begin: string, ...steps: readonly number[]): Scenario {
  const instants = [0, ...steps].map((step) => new Date(Date.parse(begin) + step).toISOString());
  return { id, zone, instants };
}

const JUMPS: readonly (readonly [string, number])[] = [
  ["a second", SECOND],
  ["two seconds", 2 * SECOND],
  ["a minute", MINUTE],
  ["the deadline to the second", 15 * MINUTE],
  ["an hour", HOUR],
  ["a day", DAY],
  ["a month", 30 * DAY],
  ["a year", 365 * DAY],
];

/** Forward and back by each, half a minute of work in between. */
const jumps = JUMPS.flatMap(([name, ms]) => [
  scenario(
    `forward by ${name}`,
    "UTC",
    "2026-11-23T02:10:00Z",
    30 * SECOND,
    30 * SECOND + ms,
    MINUTE + ms,
  ),
  scenario(
    `back by ${name}`,
    "UTC",
    "2026-11-23T02:10:00Z",
    30 * SECOND,
    30 * SECOND - ms,
    MINUTE - ms,
  ),
]);

/** Minutes before the change and after it, in zones that change at different hours. */
const changes = [
  ["Europe/Berlin", "2026-03-29T00:55:00Z", "2026-10-25T00:55:00Z"],
  ["America/New_York", "2026-03-08T06:55:00Z", "2026-11-01T05:55:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T15:25:00Z", "2026-04-04T14:55:00Z"],
].flatMap(([zone = "", spring = "", autumn = ""]) => [
  scenario(`into summer in ${zone}`, zone, spring, 4 * MINUTE, 6 * MINUTE, 65 * MINUTE),
  scenario(`out of summer in ${zone}`, zone, autumn, 4 * MINUTE, 6 * MINUTE, 65 * MINUTE),
]);

const dates = [
  ["a leap day", "2028-02-28T23:55:00Z"],
  ["no leap day", "2100-02-28T23:55:00Z"],
  ["the end of a year", "2026-12-31T23:55:00Z"],
  ["the end of 32 bits", "2038-01-19T03:10:00Z"],
  ["the beginning of the count", "1970-01-01T00:00:01Z"],
  ["the end of four digits", "9999-12-31T22:00:00Z"],
].flatMap(([name = "", begin = ""]) =>
  ["UTC", "Pacific/Kiritimati"].map((zone) =>
    scenario(`${name} in ${zone}`, zone, begin, 4 * MINUTE, 10 * MINUTE, 20 * MINUTE),
  ),
);

/** Asleep for so long between two looks. */
const sleeps = [20 * MINUTE, 9 * HOUR, 3 * DAY].map((ms) =>
  scenario(
    `asleep for ${String(ms / HOUR)} h`,
    "UTC",
    "2026-11-23T02:10:00Z",
    MINUTE,
    ms,
    ms + MINUTE,
  ),
);

/** Two people in turn, the second one's clock so far from the first one's. */
const skewed = [-2 * HOUR, -90 * SECOND, 90 * SECOND, 2 * HOUR].map((ms) =>
  scenario(
    `another's clock off by ${String(ms / SECOND)} s`,
    "UTC",
    "2026-11-23T02:10:00Z",
    MINUTE,
    2 * MINUTE + ms,
    3 * MINUTE,
    4 * MINUTE + ms,
    5 * MINUTE,
  ),
);

export const SCENARIOS: readonly Scenario[] = [
  ...jumps,
  ...changes,
  ...dates,
  ...sleeps,
  ...skewed,
];
