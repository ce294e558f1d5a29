// The post-mortem's four forms: the same sections and figures in each, people's words in all, and hostile data steers none of them.
import { Parser } from "commonmark";
import * as fc from "fast-check";
import markdownIt from "markdown-it";
import { parse, type DefaultTreeAdapterTypes as Tree } from "parse5";
import { describe, expect, it } from "vitest";
import { markdownToHtml } from "../../../src/adapters/exchange/markdown.ts";
import { formatTools } from "../../../src/adapters/exchange/format-tools.ts";
import { PostmortemDocumentShape } from "../../../src/cli/schema/postmortem.ts";
import type { ReportInput } from "../../../src/core/report/input.ts";
import { readKept } from "../../../src/core/report/keep.ts";
import {
  postMortem,
  renderPostMortem,
  renderPostMortemPage,
} from "../../../src/core/report/post-mortem.ts";
import { renderPostMortemJson } from "../../../src/core/report/post-mortem-json.ts";
import { HOSTILE_TEXT, poison } from "../../support/hostile.ts";
import { SMALL_RUNBOOK, stateOf, toEvents } from "../../support/incident-events.ts";
import { auditReport, TOLD_NIGHT, toldInput } from "../../support/told-night.ts";

const night = toEvents(TOLD_NIGHT);
const { digest } = await formatTools("html");
const tools = { digest, markdown: markdownToHtml };

/** Words of a person in one place of the Markdown document. */
function written(document: string, name: string, words: string): string {
  const region = readKept(document).regions.find((each) => each.name === name);
  if (region === undefined) throw new Error(`no region ${name}`);
  const end = region.start + region.content.length;
  return document.slice(0, region.start) + words + document.slice(end);
}

const plain = await toldInput(night);

/** By Unicode property, apart from the ranges of the code under test. */
const STEERS = /(?![\n\t\r])[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

interface Page {
  readonly elements: readonly Tree.Element[];
  readonly comments: number;
  readonly text: string;
}

function page(document: string): Page {
  const elements: Tree.Element[] = [];
  let comments = 0;
  let text = "";
  const errors: string[] = [];
  function walk(node: Tree.Node): void {
    if (node.nodeName === "#comment") comments += 1;
    if (node.nodeName === "#text" && "value" in node) text += `${node.value} `;
    if ("tagName" in node) elements.push(node);
    if ("childNodes" in node) for (const child of node.childNodes) walk(child);
  }
  walk(parse(document, { onParseError: (error) => errors.push(error.code) }));
  expect(errors).toEqual([]);
  return { elements, comments, text };
}

function shapeOf(elements: readonly Tree.Element[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { tagName } of elements) counts[tagName] = (counts[tagName] ?? 0) + 1;
  return counts;
}

const SAFE_LINK = /^#(?:event-\d+|evidence-[0-9a-f]{64}|section-\d+)$/;

describe("the four forms", () => {
  it("have the same eighteen sections", () => {
    const titles = postMortem(plain).sections.map(
      ({ number, title }) => `${String(number)}. ${title}`,
    );
    expect(titles).toHaveLength(18);
    const markdown = renderPostMortem(plain);
    const { text } = page(renderPostMortemPage(plain, tools));
    const json = PostmortemDocumentShape.parse(JSON.parse(renderPostMortemJson(plain)));
    expect(json.sections.map(({ number, title }) => `${String(number)}. ${title}`)).toEqual(titles);
    for (const title of titles) {
      expect(markdown).toContain(`\n## ${title}\n`);
      expect(text).toContain(title);
    }
  });

  it("tell the figures with both ends, and say a clock missed by how much, without legal advice", () => {
    const { text } = page(renderPostMortemPage(plain, tools));
    const markdown = renderPostMortem(plain);
    for (const form of [text.replaceAll(/\s+/g, " "), markdown.replaceAll(/[|\s]+/g, " ")]) {
      expect(form).toContain("Time to contain 2 min 13 s 2026-11-23 02:10:07 2026-11-23 02:12:20");
      expect(form).toContain("missed: sent 12 h late");
      expect(form).toContain("not legal advice");
    }
  });

  it("link each row to its number and its evidence in the page", () => {
    const { elements } = page(renderPostMortemPage(plain, tools));
    const ids = elements.flatMap(({ attrs }) => attrs.filter(({ name }) => name === "id"));
    const targets = new Set(ids.map(({ value }) => `#${value}`));
    expect(new Set(ids.map(({ value }) => value)).size).toBe(ids.length);
    const links = elements
      .filter(({ tagName }) => tagName === "a")
      .map(({ attrs }) => attrs.find(({ name }) => name === "href")?.value ?? "");
    expect(links.length).toBeGreaterThan(40);
    expect(links.filter((link) => !targets.has(link))).toEqual([]);
    for (const { seq } of night) expect(targets).toContain(`#event-${String(seq)}`);
  });

  it("hold what people wrote, redacted, without its comments and as no element of theirs", () => {
    const words =
      "**Trigger**: a paste <b>bold</b> [click](https://evil.example) ![x](https://evil.example/p.png)\n\n# Big\n\n| A | B |\n|---|---|\n| 1 | TOPSECRET |\n<!-- a hint -->\n";
    const previous = written(renderPostMortem(plain), "factors", words);
    const told = {
      ...plain,
      previous,
      clean: (text: string) => text.replaceAll("TOPSECRET", "[key]"),
    };
    const html = renderPostMortemPage(told, tools);
    const { elements, text } = page(html);
    expect(text).toContain("https://evil.example");
    expect(html).not.toContain("a hint");
    expect(shapeOf(elements)).not.toHaveProperty("img");
    expect(shapeOf(elements)).not.toHaveProperty("b");
    expect(html).toContain('<td data-label="B">[key]</td>');
    expect(html).toContain("<h4>Big</h4>");
    const json = PostmortemDocumentShape.parse(JSON.parse(renderPostMortemJson(told)));
    const factors = json.sections[7]?.blocks[0];
    expect(factors).toMatchObject({ name: "factors", text: expect.stringContaining("[key]") });
    expect(json.sections[8]?.blocks[1]).toMatchObject({ name: "went-well", text: null });
  });

  it("keep words that lost their place", () => {
    const previous = written(renderPostMortem(plain), "factors", "MY WORDS\n").replace(
      "keep factors",
      "keep causes",
    );
    expect(page(renderPostMortemPage({ ...plain, previous }, tools)).text).toContain("MY WORDS");
    expect(renderPostMortemJson({ ...plain, previous })).toContain("MY WORDS");
  });

  it("say a question on a phone without calling it What", () => {
    const html = renderPostMortemPage(plain, tools);
    expect(html).toContain('td[data-label="What"]::before { content: none; }');
  });

  it("give no room to a column in which nothing stands", () => {
    const html = renderPostMortemPage(plain, tools);
    const { elements } = page(html);
    const none = elements.filter(({ attrs }) => attrs.some(({ value }) => value === "none"));
    const cells = none.filter(({ tagName }) => tagName === "td");
    expect(cells.length).toBeGreaterThan(0);
    expect(cells.filter(({ childNodes }) => childNodes.length > 0)).toEqual([]);
    expect(none.length).toBeGreaterThan(cells.length);
  });

  it("allow their own style sheets and nothing else", () => {
    const html = renderPostMortemPage(plain, tools);
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? "";
    const all = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style]) => style ?? "");
    // Each picture is there twice, for a page and for a phone.
    expect(all).toHaveLength(5);
    const styles = [...new Set(all)];
    expect(styles).toHaveLength(3);
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `style-src ${styles.map((style) => `'sha256-${digest(style)}'`).join(" ")}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(html).not.toMatch(
      /<(?:script|img|link|iframe|form)\b|\sstyle=|\son\w+=|url\((?!#)|@import/i,
    );
  });
});

describe("hostile data in every field", () => {
  const markdown = markdownIt({ html: true, linkify: true });

  function commonmarkKinds(document: string): Set<string> {
    const walker = new Parser().parse(document).walker();
    const kinds = new Set<string>();
    for (let step = walker.next(); step !== null; step = walker.next()) kinds.add(step.node.type);
    return kinds;
  }

  /** Types of tokens with how many there are, paragraphs of text left out. */
  function tokensOf(document: string): Record<string, number> {
    const tokens = markdown
      .parse(document, {})
      .flatMap((token) => [token, ...(token.children ?? [])]);
    const counts: Record<string, number> = {};
    for (const { type } of tokens)
      if (type !== "text" && type !== "inline") counts[type] = (counts[type] ?? 0) + 1;
    return counts;
  }

  function poisoned(evil: string): ReportInput {
    const events = poison(night, evil);
    return {
      ...plain,
      events,
      state: { ...stateOf(SMALL_RUNBOOK, events), codename: evil },
      audit: auditReport(evil),
    };
  }

  const harmless = poisoned("word");
  const usual = {
    kinds: commonmarkKinds(renderPostMortem(harmless)),
    tokens: tokensOf(renderPostMortem(harmless)),
  };
  const shape = shapeOf(page(renderPostMortemPage(harmless, tools)).elements);

  function checkAll(evil: string): void {
    const input = poisoned(evil);
    const text = renderPostMortem(input);
    expect(text).not.toMatch(STEERS);
    for (const kind of commonmarkKinds(text)) expect(usual.kinds).toContain(kind);
    expect(tokensOf(text)).toEqual(usual.tokens);
    const html = renderPostMortemPage(input, tools);
    expect(html).not.toMatch(STEERS);
    const { elements, comments } = page(html);
    expect(comments).toBe(0);
    expect(shapeOf(elements)).toEqual(shape);
    for (const { attrs } of elements)
      for (const { name, value } of attrs) {
        expect(name).not.toMatch(/^on|^style$|^src$/);
        expect(name !== "href" || SAFE_LINK.test(value)).toBe(true);
      }
    const json = renderPostMortemJson(input);
    expect(json).not.toMatch(STEERS);
    expect(PostmortemDocumentShape.safeParse(JSON.parse(json)).success).toBe(true);
  }

  it("makes no element, link, picture or cell in any form, for three parsers", () => {
    fc.assert(fc.property(HOSTILE_TEXT, checkAll), { numRuns: 15 });
  });

  it("nor does a megabyte of the worst in one note", () => {
    const huge = `<script>${"](http://evil.example)|\u202e\x1b[2J`=1+1\n# ".repeat(18_000)}`;
    const events = night.map((event) =>
      event.type === "note.added"
        ? Object.assign({}, event, { data: { ...event.data, text: huge } })
        : event,
    );
    const input = { ...plain, events, state: stateOf(SMALL_RUNBOOK, events) };
    const html = renderPostMortemPage(input, tools);
    expect(html).not.toMatch(STEERS);
    expect(shapeOf(page(html).elements)).toEqual(
      shapeOf(page(renderPostMortemPage(plain, tools)).elements),
    );
    const text = renderPostMortem(input);
    expect(text).not.toMatch(STEERS);
    for (const kind of commonmarkKinds(text)) expect(usual.kinds).toContain(kind);
  });
});

describe("Markdown of people", () => {
  it("becomes no link, picture or element of theirs, whatever they paste", () => {
    fc.assert(
      fc.property(HOSTILE_TEXT, (evil) => {
        const html = markdownToHtml(evil);
        expect(html).not.toMatch(/<(?:a|img|script|style|iframe|link|form|svg)\b/i);
        expect(html).not.toMatch(STEERS);
      }),
      { numRuns: 200 },
    );
  });
});
