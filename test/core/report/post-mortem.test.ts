// The post-mortem: a golden document, people's words kept byte for byte, nothing hostile becomes an element, nothing secret stays.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readKept } from "../../../src/core/report/keep.ts";
import { lintPostMortem } from "../../../src/core/report/lint/lint.ts";
import { renderPostMortem } from "../../../src/core/report/post-mortem.ts";
import { HOSTILE_TEXT, poison } from "../../support/hostile.ts";
import { inputOf, plan, toEvents } from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";

const night = toEvents(NIGHT);
const first = renderPostMortem(inputOf(night));

/** The document with other words in one of its regions. */
function written(document: string, name: string, words: string): string {
  const region = readKept(document).regions.find((each) => each.name === name);
  if (region === undefined) throw new Error(`no region ${name}`);
  const end = region.start + region.content.length;
  return document.slice(0, region.start) + words + document.slice(end);
}

function wordsOf(document: string, name: string): string | undefined {
  return readKept(document).regions.find((each) => each.name === name)?.content;
}

describe("the document", () => {
  it("is the golden one", async () => {
    await expect(first).toMatchFileSnapshot("golden/night.md");
  });

  it("of a drill just declared says unknown, and that it is a drill", async () => {
    const declared = toEvents([
      plan(0, "incident.declared", {
        runbook: { id: "compromised-key", version: 1, sha256: "e".repeat(64) },
        drill: true,
        detectedAt: "2026-11-23T02:10:07.000Z",
        summary: "rehearsal",
        codename: null,
        restricted: true,
      }),
    ]);
    const document = renderPostMortem(inputOf(declared));
    expect(document).toContain("**DRILL: a rehearsal, not a real incident.**");
    expect(document).not.toMatch(/\| 0 s \|.*missing/);
    await expect(document).toMatchFileSnapshot("golden/drill-just-declared.md");
  });

  it("names roles, and operators only when asked", () => {
    expect(first).not.toMatch(/\bdana\b|\bsam\b/);
    expect(renderPostMortem(inputOf(night, { withNames: true }))).toMatch(/\| dana \| #1 /);
  });

  it("has nothing for the lint but unwritten places", () => {
    const found = lintPostMortem(first);
    expect(found.filter((finding) => finding.rule !== "not-written")).toEqual([]);
    expect(found.map((finding) => finding.text)).toContain("factors");
  });

  it("passes every text of the record through clean", () => {
    const secret = "TOPSECRETVALUE";
    const document = renderPostMortem(
      inputOf(poison(night, secret), {
        clean: (text) => text.replaceAll(secret, "[key fp:ab12]"),
        withNames: true,
      }),
    );
    expect(document).not.toContain(secret);
    expect(document).toContain("fp:ab12");
  });
});

describe("people's words", () => {
  const names = readKept(first).regions.map((region) => region.name);
  const later = toEvents([...NIGHT, plan(9000, "incident.closed", { because: "done" })]);

  const words = fc
    .array(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom(
          "<!-- /claro-ir:keep -->",
          "<!-- claro-ir:keep factors -->",
          "<!-- claro-ir:keep actions -->",
          "<!-- claro-ir:keep nonsense -->",
          "## 8. Contributing factors",
          "## Kept text",
          "$& $1 $$",
          "",
        ),
      ),
    )
    .map((lines) => lines.map((line) => `${line}\n`).join(""));

  it("survive byte for byte, marks they quote included, while the rest moves on", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), words), (texts) => {
        let previous = first;
        for (const [name, text] of Object.entries(texts)) previous = written(previous, name, text);
        const next = renderPostMortem(inputOf(later, { previous }));
        for (const [name, text] of Object.entries(texts)) expect(wordsOf(next, name)).toBe(text);
        expect(next).toContain("Incident closed: done");
        expect(wordsOf(next, "kept")).toBeUndefined();
        expect(renderPostMortem(inputOf(later, { previous: next }))).toBe(next);
      }),
      { numRuns: 40 },
    );
  });

  it("survive an editor that writes CRLF", () => {
    const previous = written(first, "factors", "one\ntwo\n").replaceAll("\n", "\r\n");
    const next = renderPostMortem(inputOf(later, { previous }));
    expect(wordsOf(next, "factors")).toBe("one\r\ntwo\r\n");
    expect(next).not.toContain("## Kept text");
  });

  it.each([
    [
      "its closing mark is gone",
      (document: string) => document.replace("MY WORDS\n<!-- /claro-ir:keep -->\n", "MY WORDS\n"),
    ],
    [
      "its opening mark is gone",
      (document: string) => document.replace("<!-- claro-ir:keep factors -->\n", ""),
    ],
    ["its name is changed", (document: string) => document.replace("keep factors", "keep causes")],
    [
      "they stand outside",
      (document: string) =>
        document
          .replace("MY WORDS\n", "")
          .replace("## 5. Response\n", "## 5. Response\n\nMY WORDS\n"),
    ],
    ["all marks are gone", (document: string) => document.replaceAll(/<!--.*-->\n/g, "")],
  ])("are kept when %s", (_what, damage) => {
    const previous = damage(written(first, "factors", "MY WORDS\n"));
    const next = renderPostMortem(inputOf(later, { previous }));
    expect(wordsOf(next, "kept")).toContain("MY WORDS\n");
    const again = renderPostMortem(inputOf(later, { previous: next }));
    expect(again).toBe(next);
  });

  it("stay in place when only the guide line above them is gone", () => {
    const guide = "<!-- Write between the next two marks; everything there is kept. -->\n";
    const previous = written(first, "factors", "MY WORDS\n").replace(
      `${guide}<!-- claro-ir:keep factors`,
      "<!-- claro-ir:keep factors",
    );
    expect(wordsOf(renderPostMortem(inputOf(later, { previous })), "factors")).toBe("MY WORDS\n");
  });

  it("of a region that stands twice are both kept", () => {
    const at = first.indexOf("## 8.");
    const section = first.slice(at, first.indexOf("## 9."));
    const previous =
      written(first, "factors", "FIRST\n") +
      section.replace(/_Not written yet[^]*?-->\n/, "SECOND\n");
    const next = renderPostMortem(inputOf(later, { previous }));
    expect(wordsOf(next, "factors")).toBe("FIRST\n");
    expect(wordsOf(next, "kept")).toContain("SECOND\n");
  });
});

describe("hostile data in every field", () => {
  it("becomes no element, link, heading, table cell or mark", () => {
    const shape = outline(first);
    fc.assert(
      fc.property(HOSTILE_TEXT, (evil) => {
        const document = renderPostMortem(inputOf(poison(night, evil), { withNames: true }));
        expect(document.replaceAll(/<!--[^]*?-->/g, "")).not.toMatch(
          /(?<!\\)[<>]|(?<!\\)\]\(|https?:\/\//,
        );
        expect(outline(document)).toEqual(shape);
        expect(readKept(document).regions.map((region) => region.name)).toEqual(
          readKept(first).regions.map((region) => region.name),
        );
        for (const block of document.split(/\n(?!\|)/)) {
          const widths = block
            .split("\n")
            .filter((line) => line.startsWith("|"))
            .map((line) => line.replaceAll(/[^|]/g, "").length);
          expect(new Set(widths).size).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 25 },
    );
  });
});

/** Headings by number, tables left out: what data must not change. */
function outline(document: string): string[] {
  return document
    .split("\n")
    .filter((line) => /^\s{0,3}#/.test(line))
    .map((line) => /^#+ (?:\d+\.)?/.exec(line)?.[0] ?? line);
}
