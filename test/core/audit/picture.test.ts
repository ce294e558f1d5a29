// The picture of an audit: what is drawn, what is said of it, and that no text of a log can become markup.
import { describe, expect, it } from "vitest";
import { drawAudit, pictureWords } from "../../../src/core/audit/picture.ts";
import { barsOf, lengthFor, roundUp, timeMarks } from "../../../src/core/audit/picture-scale.ts";
import type { AuditReport, CredentialAudit } from "../../../src/core/audit/report.ts";
import { DAY, HOUR, MINUTE, toInstant } from "../../../src/core/instant.ts";
import { useBrowser } from "../../support/browser.ts";
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
    expect(svg).toContain(">cut 20:00</text>");
  });

  it("says in words what it shows", () => {
    expect(pictureWords(only(whole), whole)).toBe(
      "300 requests of c1, 2026-11-23 00:00 to 2026-11-24 00:00 UTC; 60 requests by 1 caller not ours, all accepted. At most 2 requests a minute, at 2026-11-23 01:02 UTC. 1 gap in the logs.",
    );
    expect(svg).toContain('role="img" aria-labelledby="audit-c1-title audit-c1-desc"');
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

  /** Left, top, right and bottom of every text of the page, and whether it was well-formed. */
  const LOOK = `({
    isBroken: document.querySelector("parsererror") !== null,
    boxes: [...document.querySelectorAll("text")].map((one) => {
      const { left, top, right, bottom } = one.getBoundingClientRect();
      return [left, top, right, bottom];
    }),
  })`;

  it("is well-formed, and no text is cut off or lies on another", async () => {
    const whole = theft();
    const marks = { exposedFrom: toInstant(FROM + HOUR), containedAt: toInstant(FROM + 20 * HOUR) };
    const svg = drawAudit(only(whole), whole, marks);
    const { page } = await open(`data:image/svg+xml,${encodeURIComponent(svg)}`, 720);
    const { isBroken, boxes } = await page.evaluate<{
      isBroken: boolean;
      boxes: [number, number, number, number][];
    }>(LOOK);
    expect(isBroken).toBe(false);
    expect(boxes.length).toBeGreaterThan(10);
    for (const [index, [left, top, right, bottom]] of boxes.entries()) {
      expect(left >= 0 && right <= 720).toBe(true);
      const rest = boxes.slice(index + 1);
      expect(
        rest.filter(
          (other) => left < other[2] && other[0] < right && top < other[3] && other[1] < bottom,
        ),
      ).toEqual([]);
    }
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
