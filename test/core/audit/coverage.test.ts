// What the logs cover: a missing hour is named, and never reads as "no misuse".
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, toInstant } from "../../../src/core/instant.ts";
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
import { readOf, scenario } from "../../support/traffic/scenario.ts";
import { judge } from "../../../src/core/audit/audit.ts";

const baseline = month(240);
const window = spread(FROM, TO, 240);
const whole: Plain = { baseline, window };

function without(from: number, to: number): readonly number[] {
  return everyMinute().filter((minute) => minute * MINUTE < from || minute * MINUTE >= to);
}

describe("a whole log without anything strange", () => {
  it("is UNKNOWN all the same, and says what is known", () => {
    const { misuse, because, isCovered, firstAbuse } = audit(whole);
    expect({ misuse, isCovered, firstAbuse }).toEqual({
      misuse: "UNKNOWN",
      isCovered: true,
      firstAbuse: null,
    });
    expect(because).toEqual([
      "Nothing foreign in all 240 requests logged of 2026-11-23 00:00 to 2026-11-24 00:00 UTC, and these logs have no gap of 10 min or more; a shorter one would not show. Use that they do not record is not known.",
    ]);
  });
});

describe("what a log cannot show", () => {
  it("the verdict itself says how short a gap would not show", () => {
    const quiet = month(8);
    const { because } = audit({ baseline: quiet, window: spread(FROM, TO, 8), beats: [] });
    expect(because.join(" ")).toMatch(
      /no gap of [\d.]+ (?:h|d) or more; a shorter one would not show/,
    );
  });

  it("a key that no line names is told by what it was looked for", () => {
    const { because } = audit({ baseline: [], window: [], beats: everyMinute() });
    expect(because.join(" ")).toMatch(/^No line of .* names the key \(looked for .+\)/);
  });

  it("an end before that of the window is said, also where it is too short for a gap", () => {
    const quiet = month(8);
    const early = spread(FROM, TO - 2 * HOUR, 7);
    const source = { to: toInstant(TO - 2 * HOUR) };
    const { limits, gaps } = report({ baseline: quiet, window: early, beats: [], source });
    expect(gaps).toEqual([]);
    expect(limits.join(" ")).toMatch(
      /The logs end at 2026-11-23 .*, [\d.]+ (?:h|min) before the end of the window/,
    );
    expect(report(whole).limits.join(" ")).not.toContain("The logs end at");
  });
});

describe("a missing hour", () => {
  const beats = without(FROM + 2 * HOUR, FROM + 3 * HOUR);

  it("is named in the verdict, which is UNKNOWN", () => {
    const { misuse, because, isCovered } = audit({ ...whole, beats });
    expect({ misuse, isCovered }).toEqual({ misuse: "UNKNOWN", isCovered: false });
    expect(because[0]).toBe(
      "No logs for 2026-11-23 02:00 to 03:00 UTC in logs/access.jsonl (no line at all, although the log is never silent so long at this time): what was done then is not known.",
    );
  });

  it("turns POSSIBLE to UNKNOWN: what there is stays said", () => {
    const odd = {
      ...whole,
      window: [
        ...window,
        call(FROM, { ...STRANGER, country: "DE", userAgent: "baytos-claro/0.0.1" }),
      ],
    };
    expect(audit(odd).misuse).toBe("POSSIBLE");
    const { misuse, because } = audit({ ...odd, beats });
    expect(misuse).toBe("UNKNOWN");
    expect(because[0]).toContain("02:00 to 03:00");
    expect(because[1]).toContain("In what is there: ");
  });

  it("does not take back misuse that is shown by what is there", () => {
    const stolen = [
      ...window,
      ...spread(FROM, FROM + HOUR, 400, STRANGER).map((one, at) => ({
        ...one,
        resource: `prompts/${String(at)}`,
      })),
    ];
    const { misuse, because } = audit({ ...whole, window: stolen, beats });
    expect(misuse).toBe("CONFIRMED");
    expect(because.join(" ")).toContain("02:00 to 03:00");
  });

  it("hides the only traces of a thief, and the verdict says so for every kind of theft", () => {
    const one = scenario("off-hours", 3);
    const { read, context } = readOf(one);
    expect(judge(read, context).credentials[0]?.misuse).toBe("PROBABLE");
    const thefts = one.window.filter(({ ip }) => one.thieves.has(ip ?? ""));
    const from = Math.floor(Math.min(...thefts.map(({ at }) => at)) / HOUR) * HOUR;
    const to = Math.ceil((Math.max(...thefts.map(({ at }) => at)) + 1) / HOUR) * HOUR;
    const cut = { ...one, window: one.window.filter(({ at }) => at < from || at >= to) };
    const rest = readOf(cut).read;
    const beaten = (rest.beats ?? []).map((all) =>
      all.filter((minute) => minute * MINUTE < from || minute * MINUTE >= to),
    );
    const [after] = judge({ ...rest, beats: beaten }, context).credentials;
    expect(after?.misuse).toBe("UNKNOWN");
    expect(after?.because[0]).toContain(toInstant(from).slice(11, 16));
  });

  it("is seen by the key's own lines where nothing else of the log was read", () => {
    const busy = month(1440);
    const day = spread(FROM, TO, 1440).filter(
      ({ at }) => at < FROM + 2 * HOUR || at >= FROM + 3 * HOUR,
    );
    const { gaps } = report({ baseline: busy, window: day, beats: [] });
    expect(gaps.map(({ from, to }) => [from, to])).toEqual([
      ["2026-11-23T02:00:00.000Z", "2026-11-23T03:00:00.000Z"],
    ]);
  });

  it("cannot be seen in a quiet log, which is said", () => {
    const quiet = month(4);
    const { limits, gaps } = report({ baseline: quiet, window: spread(FROM, TO, 4), beats: [] });
    expect(gaps).toEqual([]);
    expect(limits.join(" ")).toContain(
      "so quiet at times that a gap of less than 18 h may not show",
    );
  });
});

describe("the rhythm of a log", () => {
  function office(): readonly number[] {
    return everyMinute().filter((minute) => {
      const at = minute * MINUTE;
      const day = Math.floor(at / DAY + 4) % 7;
      return day !== 0 && day !== 6 && at % DAY >= 8 * HOUR && at % DAY < 18 * HOUR;
    });
  }

  it("is no gap: nights and weekends of an office", () => {
    const { gaps } = report({ ...whole, beats: office() });
    expect(gaps.filter(({ source }) => source !== null)).toEqual([]);
  });

  it("does not hide a missing working hour", () => {
    const beats = office().filter(
      (minute) => minute * MINUTE < FROM + 10 * HOUR || minute * MINUTE >= FROM + 11 * HOUR,
    );
    const { gaps } = report({ ...whole, beats });
    expect(gaps.map(({ from }) => from)).toContain("2026-11-23T10:00:00.000Z");
  });
});

describe("the ends of the logs", () => {
  it("leave what lies outside unknown", () => {
    const beats = without(FROM + 20 * HOUR, TO);
    const source = { to: toInstant(FROM + 20 * HOUR - 1) };
    const { gaps } = report({ ...whole, beats, source });
    expect(gaps).toEqual([
      {
        from: "2026-11-23T20:00:00.000Z",
        to: "2026-11-24T00:00:00.000Z",
        source: null,
        why: "the logs end earlier",
      },
    ]);
  });

  it("say when the key was exposed before they begin", () => {
    const first = FROM - 40 * DAY;
    expect(report({ ...whole, facts: { exposedFrom: first } }).limits.join(" ")).toContain(
      "The key was exposed from 2026-10-14 00:00 UTC; the logs begin at",
    );
  });

  it("without any log everything is a gap", () => {
    const { credentials, gaps } = report({ window: [], read: { sources: [], beats: [] } });
    expect(gaps.map(({ why }) => why)).toEqual(["no log covers it"]);
    expect(credentials[0]?.misuse).toBe("UNKNOWN");
    expect(credentials[0]?.isCovered).toBe(false);
  });
});

describe("what a log cannot say", () => {
  it("a log that does not name the key speaks of everybody, and gives POSSIBLE at most", () => {
    const stolen = [...window, ...spread(FROM, FROM + HOUR, 400, STRANGER)];
    const { misuse, because, isCovered } = audit({
      ...whole,
      window: stolen,
      source: { namesKeys: false },
    });
    expect(["POSSIBLE", "UNKNOWN"]).toContain(misuse);
    expect(because.join(" ")).toContain("do not name the key");
    expect(isCovered).toBe(false);
  });

  it("a short baseline cannot tell what is new", () => {
    const short = {
      baseline: month(240, 3),
      window,
      source: { from: toInstant(FROM - 3 * DAY) },
      beats: everyMinute(FROM - 3 * DAY),
    };
    const { misuse, because, usual } = audit(short);
    expect(misuse).toBe("UNKNOWN");
    expect(usual).toBeNull();
    expect(because[0]).toBe(
      "What is normal is not known (3 days of the baseline are covered, 7 are needed), so nothing can be told apart.",
    );
  });

  it("rejected lines are said", () => {
    const { limits } = report({ ...whole, source: { rejected: 7, lines: 480 } });
    expect(limits).toContain("logs/access.jsonl: 7 of 480 lines could not be read.");
  });

  it("a log without keys covers days, but none for the key", () => {
    const { limits, credentials } = report({ ...whole, source: { namesKeys: false } });
    expect(limits.join(" ")).toContain(
      "the logs cover 28 days of the baseline for all callers together, and none for this key",
    );
    expect(credentials[0]?.because).toEqual([
      "The logs do not name the key: whose requests these were is not known.",
      "Say where it stands (--column key=<field>), or take a log that names keys.",
    ]);
  });

  it("a key that no line names is not the end: what the logs name instead, and what to type", () => {
    const silent = { baseline: [], window: [], beats: everyMinute() };
    const { because } = audit({ ...silent, source: { otherKeys: ["key_1", "key_2"] } });
    expect(because.slice(1)).toEqual([
      "The logs name key_1, key_2.",
      "If one of these is the key: --key-id <name>. If it stands elsewhere: --column key=<field>.",
    ]);
  });
});
