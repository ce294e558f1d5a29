// Use that is not ours: what got through and what was refused are told apart, in the same words and figures everywhere.
import { describe, expect, it } from "vitest";
import { auditMarkdown } from "../../../src/core/audit/markdown.ts";
import { pictureWords } from "../../../src/core/audit/picture-words.ts";
import { HOUR } from "../../../src/core/instant.ts";
import {
  FROM,
  STRANGER,
  TO,
  audit,
  call,
  month,
  report,
  spread,
} from "../../support/traffic/plain.ts";
import { activityOf } from "../../support/traffic/scenario.ts";

const baseline = month(240);
const usual = spread(FROM, TO, 240);

describe("use that is not ours", () => {
  it("leaves out what they were refused, and counts it in the same words everywhere", () => {
    const denied = { ...STRANGER, status: 403, outcome: "denied" as const };
    const window = [
      ...usual,
      ...spread(FROM + HOUR, FROM + 2 * HOUR, 28, { ...STRANGER, resource: "prompts/got" }),
      ...spread(FROM + HOUR, FROM + 2 * HOUR, 13, { ...denied, resource: "prompts/got" }),
      ...spread(FROM + HOUR, FROM + 2 * HOUR, 4, { ...denied, resource: "prompts/not" }),
    ];
    const whole = report({ baseline, window });
    const [one] = whole.credentials;
    expect(one?.reached.map(({ value, count }) => [value, count])).toEqual([["prompts/got", 28]]);
    expect(one?.notOurs).toEqual({ callers: 1, requests: 45, accepted: 28, refused: 17 });
    expect(one?.suspects[0]).toMatchObject({
      requests: 45,
      accepted: 28,
      refused: 17,
      succeeded: { from: whole.credentials[0]?.firstAbuse, to: whole.credentials[0]?.lastAbuse },
    });
    const figures = "45 requests by 1 caller not ours, 28 accepted, 17 refused";
    expect(auditMarkdown(whole)).toContain(figures);
    expect(one && pictureWords(one, whole)).toContain(`; ${figures}.`);
    expect(one?.because[0]).toContain("45 requests, 28 accepted, 17 refused, from 203.0.113.66");
  });

  it("counts what a key made by them got, and not what that was refused", () => {
    const made = call(FROM + HOUR, {
      ...STRANGER,
      change: { does: "creates", what: "key", id: "k2" },
    });
    const second = { ...STRANGER, key: "k2" };
    const followed = activityOf(
      [
        call(FROM + 2 * HOUR, { ...second, resource: "prompts/9" }),
        call(FROM + 2 * HOUR, { ...second, resource: "prompts/8", status: 403, outcome: "denied" }),
      ],
      true,
    );
    const { reached } = audit({
      baseline,
      window: [...usual, made],
      read: { followed: [{ key: "k2", window: followed }] },
    });
    expect(reached.map(({ value }) => value)).toContain("prompts/9");
    expect(reached.map(({ value }) => value)).not.toContain("prompts/8");
  });
});

describe("a caller whom a person called ours", () => {
  const second = { ...STRANGER, ip: "198.51.100.7" };
  const window = [
    ...usual,
    ...spread(FROM + HOUR, FROM + 2 * HOUR, 20, STRANGER),
    ...spread(FROM + HOUR, FROM + 2 * HOUR, 20, { ...second, country: "VN", asn: "AS64501" }),
  ];
  const context = { ours: new Set([second.ip]) };

  it("is not counted among the others when the logs are looked through again", () => {
    expect(audit({ baseline, window }).notOurs).toMatchObject({ callers: 2, requests: 40 });
    const first = audit({ baseline, window });
    const alone = first.findings.filter(({ who }) => who.length === 1 && who[0] === second.ip);
    const judged = new Map(alone.map(({ id }) => [id, "benign" as const]));
    const again = audit({ baseline, window, context: { ...context, judged } });
    expect(again.notOurs).toMatchObject({ callers: 1, requests: 20 });
    expect(again.because.join(" ")).not.toContain(second.ip);
    expect(again.suspects.map(({ name }) => name)).toContain(second.ip);
  });

  it("is counted again once something new speaks against it alone", () => {
    expect(audit({ baseline, window, context }).notOurs).toMatchObject({ callers: 2 });
  });
});

describe("a thief's address", () => {
  it("counts whole, though one program of it alone would not have been enough", () => {
    const copied = spread(FROM + HOUR, FROM + 2 * HOUR, 300, STRANGER).map((one, at) => ({
      ...one,
      resource: `prompts/${String(at)}`,
    }));
    const other = spread(FROM + HOUR, FROM + 2 * HOUR, 6, {
      ...STRANGER,
      userAgent: "baytos-claro/0.0.1",
    });
    const { because, notOurs } = audit({ baseline, window: [...usual, ...copied, ...other] });
    expect(because[0]).toContain("306 requests, all accepted, from 203.0.113.66 with ");
    expect(notOurs).toMatchObject({ callers: 1, requests: 306 });
  });
});
