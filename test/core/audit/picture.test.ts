// The picture of an audit: what is drawn, what is said of it, and that no text of a log can become markup.
import { describe, expect, it } from "vitest";
import { drawAudit } from "../../../src/core/audit/picture.ts";
import { pictureWords } from "../../../src/core/audit/picture-words.ts";
import { shownSpan } from "../../../src/core/audit/picture-window.ts";
import { barsOf, lengthFor, roundUp, timeMarks } from "../../../src/core/audit/picture-scale.ts";
import type { AuditReport, CredentialAudit } from "../../../src/core/audit/report.ts";
import { DAY, HOUR, MINUTE, toInstant } from "../../../src/core/instant.ts";
import { useBrowser } from "../../support/browser.ts";
import { untidy } from "../../support/picture-look.ts";
import {
  FROM,
  STRANGER,
  TO,
  everyMinute,
  month,
  report,
  spread,
} from "../../support/traffic/plain.ts";

const NO_MARKS = { exposedFrom: null, containedAt: null };

function theft(): AuditReport {
  return report({
    baseline: month(240),
    window: [...spread(FROM, TO, 240), ...spread(FROM + HOUR, FROM + 2 * HOUR, 60, STRANGER)],
    beats: everyMinute().filter(
      (minute) => minute * MINUTE < FROM + 5 * HOUR || minute * MINUTE >= FROM + 6 * HOUR,
    ),
  });
}

function strangers(from: number) {
  return spread(from, from + 10 * MINUTE, 10, STRANGER);
}

/** Ten minutes of misuse in a day. */
function brief(): AuditReport {
  return report({
    baseline: month(240),
    window: [...spread(FROM, TO, 240), ...strangers(FROM + 6 * HOUR)],
  });
}

const BRIEF = {
  exposedFrom: toInstant(FROM + 6 * HOUR - 10 * MINUTE),
  containedAt: toInstant(FROM + 6 * HOUR + 40 * MINUTE),
};

function only({ credentials }: AuditReport): CredentialAudit {
  const [audit] = credentials;
  if (audit === undefined) throw new Error("no credential");
  return audit;
}

function count(svg: string, kind: string): number {
  return svg.split(`class="${kind}"`).length - 1;
}

describe("the picture", () => {
  const whole = theft();
  const marks = { exposedFrom: toInstant(FROM + HOUR), containedAt: toInstant(FROM + 20 * HOUR) };
  const svg = drawAudit(only(whole), whole, marks);

  it("shows ours, strangers, the usual, the gap, exposure and cut", () => {
    // One of each is the legend's.
    expect(count(svg, "ours")).toBe(145);
    expect(count(svg, "foreign")).toBe(7);
    expect(count(svg, "gap")).toBe(2);
    expect(count(svg, "mark")).toBe(2);
    // Their words come behind both lines, and nothing runs over them.
    expect(svg.lastIndexOf('class="mark"')).toBeLessThan(svg.indexOf('class="said"'));
    expect(count(svg, "usual")).toBe(2);
    expect(svg).toContain(">exposed 01:00</text>");
    expect(svg).toContain(">dead 20:00</text>");
  });

  it("says in words what it shows", () => {
    expect(pictureWords(only(whole), whole)).toBe(
      "300 requests of c1, 2026-11-23 00:00 to 2026-11-24 00:00 UTC; 60 requests by 1 caller not ours, all accepted. At most 2 requests a minute, at 2026-11-23 01:02 UTC. 1 gap in the logs.",
    );
    expect(svg).toContain('role="img" aria-labelledby="audit-page-c1-title audit-page-c1-desc"');
  });

  it("leaves out marks that lie outside", () => {
    const outside = { exposedFrom: toInstant(FROM - DAY), containedAt: null };
    expect(count(drawAudit(only(whole), whole, outside), "mark")).toBe(0);
  });

  it("is drawn of a key without any request too", () => {
    const silent = report({ baseline: month(240), window: [] });
    const drawn = drawAudit(only(silent), silent, NO_MARKS);
    expect(count(drawn, "ours")).toBe(1);
    expect(drawn).not.toMatch(/NaN|Infinity/);
  });

  it("takes no markup from a name", () => {
    const name = `"><script>alert(1)</script>\u001b[31m`;
    const hostile = { ...only(whole), credential: name };
    const drawn = drawAudit(hostile, whole, NO_MARKS);
    expect(drawn).not.toContain("<script");
    expect(drawn).not.toContain("\u001b");
    expect(drawn).toContain("&quot;&gt;&lt;script&gt;");
  });
});

describe("the picture in a browser", () => {
  const open = useBrowser();

  const marks = { exposedFrom: toInstant(FROM + HOUR), containedAt: toInstant(FROM + 20 * HOUR) };

  it.each(["page", "phone"] as const)("is tidy on a %s: of a day", async (paper) => {
    const whole = theft();
    expect(await untidy(open, drawAudit(only(whole), whole, marks, paper))).toEqual([]);
  });

  it.each(["page", "phone"] as const)("is tidy on a %s: of minutes in a day", async (paper) => {
    const whole = brief();
    expect(await untidy(open, drawAudit(only(whole), whole, BRIEF, paper))).toEqual([]);
  });

  it.each(["page", "phone"] as const)("is tidy on a %s: exposed from its edge", async (paper) => {
    const whole = brief();
    const edge = { exposedFrom: toInstant(FROM), containedAt: toInstant(TO - MINUTE) };
    expect(await untidy(open, drawAudit(only(whole), whole, edge, paper))).toEqual([]);
  });
});

describe("what it shows of the time", () => {
  const whole = brief();
  const audit = only(whole);

  it("is the misuse and the key's end with a margin, where they took minutes of a day", () => {
    expect(shownSpan(audit, whole.window, BRIEF)).toEqual({
      from: toInstant(FROM + 6 * HOUR - 25 * MINUTE),
      to: toInstant(FROM + 6 * HOUR + 55 * MINUTE),
    });
    const svg = drawAudit(audit, whole, BRIEF);
    expect(svg).toContain(">2026-11-23 05:35 to 06:55 UTC</text>");
    expect(svg).toContain(">ours, requests in 1 min</text>");
    // Ten minutes of strangers, and one sign in the legend.
    expect(count(svg, "foreign")).toBe(11);
  });

  it("names an exposure that began long before", () => {
    const early = { ...BRIEF, exposedFrom: toInstant(FROM + MINUTE) };
    expect(shownSpan(audit, whole.window, early).from > toInstant(FROM + 5 * HOUR)).toBe(true);
    const svg = drawAudit(audit, whole, early);
    expect(svg).toContain(">exposed since 11-23 00:01</text>");
    expect(count(svg, "mark")).toBe(1);
  });

  it("leaves no stranger out, however late", () => {
    const late = only(
      report({
        baseline: month(240),
        window: [...spread(FROM, TO, 240), ...strangers(TO - 15 * MINUTE)],
      }),
    );
    const { to } = shownSpan(late, whole.window, BRIEF);
    expect(to).toBe(whole.window.to);
  });

  it("is all of it, where there is no misuse and no end", () => {
    const quiet = report({ window: spread(FROM, TO, 240) });
    expect(shownSpan(only(quiet), quiet.window, NO_MARKS)).toEqual(quiet.window);
  });

  it("draws no gap that lies outside", () => {
    const gap = { from: toInstant(FROM), to: toInstant(FROM + HOUR), source: null, why: "silent" };
    const svg = drawAudit(audit, { ...whole, gaps: [gap] }, BRIEF);
    expect(count(svg, "gap")).toBe(0);
  });
});

describe("its measures", () => {
  it("are round", () => {
    expect([0, 1, 3, 10, 11, 201, 5000].map(roundUp)).toEqual([1, 1, 5, 10, 20, 500, 5000]);
    expect(lengthFor(DAY, 180)).toBe(10 * MINUTE);
    expect(lengthFor(400 * DAY, 180)).toBe(5 * DAY);
  });

  it("name the day at the first mark and at midnight", () => {
    const marks = timeMarks(
      { from: toInstant(FROM - 3 * HOUR), to: toInstant(FROM + 3 * HOUR) },
      7,
    );
    expect(marks.map(({ text }) => text)).toEqual([
      "11-22 21:00",
      "22:00",
      "23:00",
      "11-23 00:00",
      "01:00",
      "02:00",
    ]);
  });

  it("add up minutes to bars, strangers apart", () => {
    const minute = FROM / MINUTE;
    const bars = barsOf(
      {
        series: [
          [minute, 3, 1],
          [minute + 4, 2, 2],
        ],
        usual: Array.from({ length: 24 }, () => 2),
      },
      { from: toInstant(FROM), to: toInstant(FROM + 10 * MINUTE) },
      5 * MINUTE,
    );
    expect(bars).toEqual([
      { from: FROM, ours: 2, foreign: 3, usual: 10 },
      { from: FROM + 5 * MINUTE, ours: 0, foreign: 0, usual: 10 },
    ]);
  });
});
