// The lint finds blame, secrets, personal data, empty places and loose actions, and never repeats a secret.
import { describe, expect, it } from "vitest";
import { keepRegion } from "../../../src/core/report/keep.ts";
import { lintPostMortem } from "../../../src/core/report/lint.ts";

// In two pieces, so that no scanner takes this file for a leak.
const SECRET = ["sk_", "live_4eC39HqLyjWDarjtT1zdp7dc"].join("");

function rules(markdown: string): string[] {
  return lintPostMortem(markdown).map((finding) => `${String(finding.line)} ${finding.rule}`);
}

describe("lintPostMortem", () => {
  it.each([
    ["The deployer should have looked", "1 blame"],
    ["fine\nwe failed to see it", "2 blame"],
    ["it was human error", "1 blame"],
    [`the key ${SECRET}`, "1 secret"],
    ["ask dana@example.com", "1 personal-data"],
    ["call +49 171 1234567", "1 personal-data"],
    ["card 4111 1111 1111 1111", "1 personal-data"],
    [keepRegion("summary", ""), "2 not-written"],
    [keepRegion("summary", "<!-- a question -->\n\n"), "2 not-written"],
    [keepRegion("summary", "The key was deleted.\n"), "3 passive"],
  ])("%j -> %s", (markdown, found) => {
    expect(rules(markdown)).toEqual([found]);
  });

  it("never repeats what must not be there", () => {
    expect(JSON.stringify(lintPostMortem(`${SECRET} dana@example.com`))).not.toMatch(/4eC39|dana@/);
  });

  it("asks each action for an owner and a date", () => {
    const table = `| Id | Action | Type | Owner role | Due (YYYY-MM-DD) |
|---|---|---|---|---|
| 1 | Add a scan | prevent | deployer | 2026-12-01 |
| 2 | Write it down | respond | | soon |
`;
    expect(lintPostMortem(keepRegion("actions", table))).toMatchObject([
      { line: 6, rule: "action-owner", text: "2 Write it down" },
      { line: 6, rule: "action-due" },
    ]);
  });

  it("is silent about a finished text", () => {
    const text = keepRegion(
      "summary",
      "The key admin deleted the key at 02:12 and the deployer restarted the app.\n",
    );
    expect(lintPostMortem(text)).toEqual([]);
  });
});
