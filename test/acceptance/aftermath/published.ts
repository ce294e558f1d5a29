// Three incidents as their companies told them in public, as what a responder would have typed: times as exact as the reports gave them.

/** Something that happened: when, as it is typed, and how exactly that is known. */
export interface Happened {
  readonly at: string;
  readonly instant: string;
  readonly precision: "second" | "minute" | "day";
  readonly what: string;
}

export interface Key {
  readonly name: string;
  /** When it was cut, as it is typed. */
  readonly cut: string;
}

export interface Published {
  readonly id: string;
  readonly summary: string;
  readonly detectedAt: string;
  /** When the work in this program begins. */
  readonly declaredAt: string;
  readonly keys: readonly Key[];
  readonly facts: Readonly<Record<string, string>>;
  readonly happened: readonly Happened[];
  /** Figures whose two ends the report gives: metric, length in ms, as the document says it. */
  readonly figures: readonly (readonly [metric: string, ms: number, words: string])[];
  /** Sentences that the document must hold. */
  readonly says: readonly string[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function happened(at: string, what: string): Happened {
  if (at.length === 10) return { at, instant: `${at}T00:00:00.000Z`, precision: "day", what };
  const precision = at.length === 17 ? "minute" : "second";
  return { at, instant: new Date(at).toISOString(), precision, what };
}

/** CircleCI, report of January 2023: known to the day at first, four kinds of tokens revoked over three days. */
const CIRCLECI: Published = {
  id: "circleci",
  summary: "stolen session of an engineer, customers' secrets read",
  detectedAt: "2022-12-29",
  declaredAt: "2023-01-04T16:35:00Z",
  keys: [
    { name: "production-project-tokens", cut: "2023-01-05T03:26Z" },
    { name: "production-personal-tokens", cut: "2023-01-06T05:00Z" },
    { name: "production-bitbucket-tokens", cut: "2023-01-06T10:00Z" },
    { name: "production-github-tokens", cut: "2023-01-07T07:30Z" },
  ],
  facts: { exposedFrom: "2022-12-16", firstAbuseAt: "2022-12-19", lastAbuseAt: "2022-12-22" },
  happened: [
    happened("2022-12-16", "an engineer's laptop was infected"),
    happened("2022-12-19", "the stranger looked around in production"),
    happened("2022-12-22", "data was copied out"),
    happened("2022-12-31", "rotation of the GitHub tokens began"),
    happened("2023-01-04T16:35Z", "all access of the account was shut"),
    happened("2023-01-04T18:30Z", "production access of nearly everybody was shut"),
    happened("2023-01-04T22:30Z", "the production machines were exchanged"),
  ],
  figures: [
    ["exposure-window", 22 * DAY + 7 * HOUR + 30 * MINUTE, "~22 d 7 h 30 min"],
    ["abuse-span", 3 * DAY, "~3 d"],
    ["time-to-detect-exposure", 13 * DAY, "~13 d"],
    ["time-to-detect-abuse", 10 * DAY, "~10 d"],
  ],
  says: ["exposed_from is known to the day", "detected_at is known to the day"],
};

/** Cloudflare, report of February 2024: four credentials, work an hour before the declaration, the intruder active after the first cut. */
const CLOUDFLARE: Published = {
  id: "cloudflare",
  summary: "service credentials of an earlier leak used against the wiki",
  detectedAt: "2023-11-23T16:00Z",
  declaredAt: "2023-11-23T17:43:00Z",
  keys: [
    { name: "production-smartsheet", cut: "2023-11-23T16:35Z" },
    { name: "production-moveworks", cut: "2023-11-23T17:43Z" },
    { name: "production-bitbucket", cut: "2023-11-23T17:43Z" },
    { name: "production-aws", cut: "2023-11-23T17:43Z" },
  ],
  facts: {
    exposedFrom: "2023-10-18",
    firstAbuseAt: "2023-11-14T09:22:49Z",
    lastAbuseAt: "2023-11-24T10:44Z",
  },
  happened: [
    happened("2023-10-18", "the credentials leaked at a supplier"),
    happened("2023-11-14T09:22:49Z", "the stranger began to probe"),
    happened("2023-11-15T16:28:38Z", "the stranger was in the wiki"),
    happened("2023-11-16T14:36:37Z", "the stranger made an account"),
    happened("2023-11-22T14:18:22Z", "the stranger installed a way back in"),
    happened("2023-11-23T16:12Z", "the security centre looked at the alert"),
    happened("2023-11-23T17:23Z", "the stranger's account was found and shut"),
    happened("2023-11-23T21:31Z", "known addresses were blocked"),
    happened("2023-11-24T11:59Z", "the way back in was removed"),
  ],
  figures: [
    ["exposure-window", 36 * DAY + 17 * HOUR + 43 * MINUTE, "~36 d 17 h 43 min"],
    ["abuse-span", 10 * DAY + HOUR + 21 * MINUTE + 11_000, "10 d 1 h 21 min 11 s"],
    ["time-to-contain-detected", HOUR + 43 * MINUTE, "~1 h 43 min"],
  ],
  says: ["still used at 2023-11-24 10:44:00, after it"],
};

/** Codecov, report of April 2021: everything to the day. */
const CODECOV: Published = {
  id: "codecov",
  summary: "the uploader script was changed with a key from an image",
  detectedAt: "2021-04-01",
  declaredAt: "2021-04-01T15:00:00Z",
  keys: [{ name: "production-uploader", cut: "2021-04-01" }],
  facts: { exposedFrom: "2021-01-31", firstAbuseAt: "2021-01-31", lastAbuseAt: "2021-04-01" },
  happened: [
    happened("2021-01-31", "the first change of the script"),
    happened("2021-04-01", "a customer compared checksums"),
    happened("2021-04-15", "everybody was told"),
  ],
  figures: [
    ["exposure-window", 60 * DAY, "~60 d"],
    ["abuse-window", 60 * DAY, "~60 d"],
    ["time-to-detect-exposure", 60 * DAY, "~60 d"],
  ],
  says: ["contained_at is 15 h before declared_at", "contained_at is known to the day"],
};

export const PUBLISHED: readonly Published[] = [CIRCLECI, CLOUDFLARE, CODECOV];
