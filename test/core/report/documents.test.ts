// Documents that other programs parse: whatever lies in the record, no element, link or cell of theirs comes of it.
import { Parser } from "commonmark";
import * as fc from "fast-check";
import markdownIt from "markdown-it";
import { parse, type DefaultTreeAdapterTypes as Tree } from "parse5";
import { describe, expect, it } from "vitest";
import { TIMELINE_FORMATS } from "../../../src/core/report/format/index.ts";
import { timelineRows } from "../../../src/core/report/timeline.ts";
import { HOSTILE_TEXT, poison } from "../../support/hostile.ts";
import { allTools } from "../../support/format-tools.ts";
import { SMALL_RUNBOOK, stateOf, toEvents } from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";

const events = toEvents(NIGHT);
const state = stateOf(SMALL_RUNBOOK, events);
const tools = await allTools();

/** The night's timeline with `evil` in every text there is. */
function rendered(id: string, evil: string, from = events): string {
  const poisoned = poison(from, evil);
  const context = {
    state: { ...state, codename: evil },
    now: "2026-11-27T09:00:00.000Z",
    version: "0.1.0",
    events: poisoned,
    clean: (text: string) => text,
  };
  const format = TIMELINE_FORMATS.find((one) => one.id === id);
  if (format === undefined) throw new Error(`there is no format ${id}`);
  return format.render(timelineRows(poisoned, SMALL_RUNBOOK), context, tools);
}

/** By Unicode property, apart from the ranges of the code under test. */
const STEERS = /(?![\n\t\r])[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

/** What a hostile text may be at most: a megabyte of the worst. */
const HUGE = `<script>${"](http://evil.example)|\u202e\x1b[2J`=1+1\n# ".repeat(18_000)}`;

function everyHostile(id: string, check: (document: string) => void): void {
  fc.assert(
    fc.property(HOSTILE_TEXT, (evil) => {
      check(rendered(id, evil));
    }),
    { numRuns: 25 },
  );
}

/** Kinds of nodes as commonmark.js sees them. */
function commonmarkKinds(markdown: string): Set<string> {
  const walker = new Parser().parse(markdown).walker();
  const kinds = new Set<string>();
  for (let step = walker.next(); step !== null; step = walker.next()) kinds.add(step.node.type);
  return kinds;
}

const markdown = markdownIt({ html: true, linkify: true });

/** Kinds of tokens as markdown-it sees them, with HTML, tables and links by itself. */
function markdownItTokens(document: string) {
  const tokens = markdown.parse(document, {});
  return tokens.flatMap((token) => [token, ...(token.children ?? [])]);
}

describe("Markdown", () => {
  it("holds a heading, a table, emphasis of ours: nothing else, for two parsers", () => {
    everyHostile("md", (document) => {
      expect(document).not.toMatch(STEERS);
      expect([...commonmarkKinds(document)].toSorted()).toEqual(
        ["document", "emph", "heading", "paragraph", "softbreak", "text"].toSorted(),
      );
      const tokens = markdownItTokens(document);
      const types = new Set(tokens.map((token) => token.type));
      for (const type of [
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "code_inline",
        "fence",
      ])
        expect(types).not.toContain(type);
      expect(tokens.filter((token) => token.type === "heading_open").length).toBe(1);
      expect(tokens.filter((token) => token.type === "table_open").length).toBe(1);
      const cells = tokens.filter((token) => token.type === "td_open").length;
      const rows = tokens.filter((token) => token.type === "tr_open").length - 1;
      expect(cells).toBe(rows * 7);
    });
  });
});

interface Page {
  readonly elements: readonly Tree.Element[];
  readonly comments: number;
}

function page(document: string): Page {
  const elements: Tree.Element[] = [];
  let comments = 0;
  const errors: string[] = [];
  function walk(node: Tree.Node): void {
    if (node.nodeName === "#comment") comments += 1;
    if ("tagName" in node) elements.push(node);
    if ("childNodes" in node) for (const child of node.childNodes) walk(child);
  }
  walk(parse(document, { onParseError: (error) => errors.push(error.code) }));
  expect(errors).toEqual([]);
  return { elements, comments };
}

const TAGS = new Set(
  "html head meta title style body main h1 p table thead tbody tr th td em code".split(" "),
);
const ATTRIBUTES = new Set(
  "lang charset http-equiv content name scope data-label class".split(" "),
);

describe("HTML", () => {
  it("has elements and attributes of ours alone, and one cell for each value", () => {
    everyHostile("html", (document) => {
      expect(document).not.toMatch(STEERS);
      const { elements, comments } = page(document);
      expect(comments).toBe(0);
      for (const { tagName, attrs } of elements) {
        expect(TAGS).toContain(tagName);
        for (const { name } of attrs) expect(ATTRIBUTES).toContain(name);
      }
      expect(elements.filter((one) => one.tagName === "tr").length).toBe(events.length + 1);
      expect(elements.filter((one) => one.tagName === "td").length).toBe(events.length * 7);
    });
  });

  it("allows its own style sheet and nothing else", () => {
    const document = rendered("html", "x");
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(document)?.[1] ?? "";
    const style = /<style>([\s\S]*)<\/style>/.exec(document)?.[1] ?? "";
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${tools.digest(style)}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(document).not.toMatch(/<(?:a|script|img|link|iframe|form|svg)\b|style=|\son\w+=|url\(/i);
  });
});

describe("a note of a megabyte of the worst", () => {
  const note = events.filter((event) => event.type === "note.added");

  it.each(TIMELINE_FORMATS.map((format) => format.id))("steers nothing as %s", (id) => {
    expect(rendered(id, HUGE, note)).not.toMatch(STEERS);
  });

  it("is one cell for a browser, and no HTML for Markdown", () => {
    const { elements } = page(rendered("html", HUGE, note));
    expect(elements.filter((one) => !TAGS.has(one.tagName))).toEqual([]);
    expect(commonmarkKinds(rendered("md", HUGE, note))).not.toContain("html_inline");
  });
});

it.each(
  TIMELINE_FORMATS.filter(
    ({ id }) => !["text", "md", "json", "jsonl", "csv", "html"].includes(id),
  ).map((format) => format.id),
)("%s lets nothing through to a terminal", (id) => {
  everyHostile(id, (document) => {
    expect(document).not.toMatch(STEERS);
  });
});
