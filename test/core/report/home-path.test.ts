// Homes in paths: the person's name goes, the file stays.
import { expect, it } from "vitest";
import { withoutHomes } from "../../../src/core/report/home-path.ts";
import { renderPostMortem } from "../../../src/core/report/post-mortem.ts";
import { inputOf, plan, toEvents } from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";

it.each([
  ["/home/dana/shop/logs/access.jsonl", "~/shop/logs/access.jsonl"],
  ["/var/home/dana/access.jsonl", "~/access.jsonl"],
  ["/root/access.jsonl", "~/access.jsonl"],
  ["/Users/dana.b/a.log, /Users/dana.b/b.log", "~/a.log, ~/b.log"],
  [String.raw`C:\Users\dana\shop\app.log`, String.raw`~\shop\app.log`],
  ["/mnt/c/Users/dana/app.log", "~/app.log"],
  ["(node /home/dana/reload.mjs web ended well)", "(node ~/reload.mjs web ended well)"],
])("%s is shown as %s", (path, shown) => {
  expect(withoutHomes(path)).toBe(shown);
});

it.each([
  "/var/log/gateway/access.jsonl",
  "logs/home/dana/access.jsonl",
  "https://example.com/home/dana/x",
  "/homes/dana/x",
  "/rooted/x",
])("%s stays", (path) => {
  expect(withoutHomes(path)).toBe(path);
});

it("a post-mortem names no home, and every file with its digest", () => {
  const sha256 = "c".repeat(64);
  const source = "/home/dana/shop/access.jsonl";
  const events = toEvents([
    ...NIGHT,
    plan(5300, "evidence.added", {
      sha256,
      name: "access.jsonl",
      size: 900,
      file: `evidence/${sha256}.json`,
      step: "collect-access-logs",
      credential: null,
      source,
    }),
    plan(5301, "fact.set", {
      name: "logLocations",
      value: source,
      credential: null,
      source: "collected logs",
      grade: "E1",
    }),
    plan(5302, "target.reloaded", {
      credential: "c1",
      target: "web-env",
      detail: "node /home/dana/reload.mjs web ended well",
    }),
  ]);
  const document = renderPostMortem(inputOf(events));
  expect(document).not.toContain("/home/");
  expect(document).toMatch(new RegExp(`${sha256}.*~/shop/access\\.jsonl \\|`));
  expect(document.split("~/shop/access.jsonl").length - 1).toBe(3);
  expect(document).toContain("~/reload.mjs web ended well");
});
