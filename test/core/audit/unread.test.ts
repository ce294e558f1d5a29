// What of the logs was not read is a gap: of a known time where it is the rest of a log that is cut, else of any.
import { describe, expect, it } from "vitest";
import { HOUR, toInstant } from "../../../src/core/instant.ts";
import {
  FROM,
  STRANGER,
  TO,
  audit,
  call,
  everyMinute,
  month,
  report,
  spread,
  type Plain,
} from "../../support/traffic/plain.ts";

const window = spread(FROM, TO, 240);
const whole: Plain = { baseline: month(240), window };

describe("what was not read", () => {
  function unread(after: string | null, why = "it could not be read: access is denied") {
    return { ...whole, source: { unread: { why, after } } };
  }

  it("is a gap of unknown time, and nothing is covered", () => {
    const { gaps, credentials } = report(unread(null));
    expect(gaps).toEqual([
      {
        from: null,
        to: null,
        source: "logs/access.jsonl",
        why: "it could not be read: access is denied",
      },
    ]);
    expect(credentials[0]).toMatchObject({ misuse: "UNKNOWN", isCovered: false });
    expect(credentials[0]?.because).toEqual([
      "What logs/access.jsonl holds is not known: it could not be read: access is denied.",
      "Nothing foreign in all 240 requests logged of 2026-11-23 00:00 to 2026-11-24 00:00 UTC.",
    ]);
  });

  it("of a log that is cut lies behind its last line, up to where its next file goes on", () => {
    const after = toInstant(FROM + 6 * HOUR);
    const { gaps } = report(unread(after, "it could not be read to its end"));
    expect(gaps.map(({ from, to }) => [from, to])).toEqual([[after, toInstant(TO)]]);
    const [first] = report(whole).sources;
    if (first === undefined) throw new Error("there is no source");
    const next = { ...first, name: "logs/next.jsonl", from: toInstant(FROM + 9 * HOUR) };
    const cut = { ...first, unread: { why: "cut", after } };
    const both = report({ ...whole, read: { sources: [cut, next], beats: [everyMinute(), []] } });
    expect(both.gaps.map(({ from, to }) => [from, to])).toEqual([[after, next.from]]);
    expect(both.credentials[0]?.isCovered).toBe(false);
  });

  it("turns POSSIBLE to UNKNOWN, and takes back no misuse that is shown", () => {
    const odd = [...window, call(FROM, { ...STRANGER, userAgent: "baytos-claro/0.0.1" })];
    expect(audit({ ...whole, window: odd }).misuse).toBe("POSSIBLE");
    expect(audit({ ...unread(null), window: odd }).misuse).toBe("UNKNOWN");
    const stolen = [...window, ...spread(FROM, FROM + HOUR, 400, STRANGER)];
    const { misuse, because } = audit({ ...unread(null), window: stolen });
    expect(["PROBABLE", "CONFIRMED"]).toContain(misuse);
    expect(because.at(-1)).toContain("is not known: it could not be read");
  });

  it("where no line at all was read, that is said, and not that the logs name no keys", () => {
    const nothing = { from: null, to: null, format: null, namesKeys: false, lines: 0 };
    const { because } = audit({ window: [], source: nothing, beats: [] });
    expect(because.at(-1)).toBe(
      "No line of any log could be read: whether the key was used is not known.",
    );
    expect(because.join(" ")).not.toContain("do not name the key");
  });
});
