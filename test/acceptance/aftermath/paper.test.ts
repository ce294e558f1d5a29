// The post-mortem in a real browser: nothing is asked for, nothing refused, nothing wider than a phone; and on paper, page by page.
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { extractText, getDocumentProxy, getMeta } from "unpdf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatTools } from "../../../src/adapters/exchange/format-tools.ts";
import { markdownToHtml } from "../../../src/adapters/exchange/markdown.ts";
import { printPdf } from "../../../src/adapters/print/chromium.ts";
import { findChromium } from "../../../src/adapters/print/find-chromium.ts";
import { postMortem, renderPostMortemPage } from "../../../src/core/report/post-mortem.ts";
import { useBrowser } from "../../support/browser.ts";
import { toldInput } from "../../support/told-night.ts";

const input = await toldInput();
const { digest } = await formatTools("html");
const html = renderPostMortemPage(input, { digest, markdown: markdownToHtml });
const titles = postMortem(input).sections.map(({ number, title }) => `${String(number)}. ${title}`);

let folder: string;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "claro-ir-test-"));
  const file = join(folder, "postmortem.html");
  await writeFile(file, html);
  url = pathToFileURL(file).href;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("in a browser", () => {
  const open = useBrowser();

  it.each([320, 390, 780, 1200])(
    "is whole at %i pixels, without a request or a complaint",
    async (width) => {
      const { page, asked, complaints } = await open(url, width);
      expect(await page.locator("section").count()).toBe(18);
      expect(await page.locator("figure svg:visible").count()).toBe(2);
      const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
      expect(wide).toBeLessThanOrEqual(width);
      // The policy lets the pictures' own style sheets in: without them every text would be black.
      const fill = await page.evaluate<string>(
        `getComputedStyle(document.querySelector("svg.response rect.met")).fill`,
      );
      expect(fill).not.toBe("rgb(0, 0, 0)");
      expect(asked).toEqual([url]);
      expect(complaints).toEqual([]);
    },
  );

  it("leads from a row to the event it names", async () => {
    const { page } = await open(url);
    await page.locator("table.decisions a").first().click();
    expect(page.url()).toMatch(/#event-\d+$/);
  });
});

/** A sheet without its margins, in pixels. */
const PAPER_WIDE = 710;

/** Words of the tables' cells that stand on two lines. A hyphen or dots may end a line. */
const BROKEN_WORDS = `[...document.querySelectorAll("td")].flatMap((cell) => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (texts.nextNode()) {
    const { data } = texts.currentNode;
    for (const { 0: word, index } of data.matchAll(/[\\w.:]{2,16}(?![^\\s-])/g)) {
      if (/[^\\s-]/.test(data[index - 1] ?? " ")) continue;
      const range = document.createRange();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (tops.size > 1) broken.push(word);
    }
  }
  return broken;
})`;

describe("on paper", () => {
  const open = useBrowser();

  it("breaks no word of up to sixteen letters in a cell", async () => {
    const { page } = await open(url, PAPER_WIDE);
    await page.emulateMedia({ media: "print" });
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBe(PAPER_WIDE);
    expect(await page.evaluate<readonly string[]>(BROKEN_WORDS)).toEqual([]);
  });

  it("holds every section, the figures, and its page numbers", async () => {
    const before = new Set(await readdir(tmpdir()));
    const pdf = await printPdf(html, { env: process.env, signal: new AbortController().signal });
    const left = (await readdir(tmpdir())).filter(
      (name) => name.startsWith("claro-ir-print-") && !before.has(name),
    );
    expect(left).toEqual([]);
    const document = await getDocumentProxy(new Uint8Array(pdf));
    const { totalPages, text } = await extractText(document, { mergePages: false });
    expect(totalPages).toBeGreaterThan(4);
    const all = text.join("\n").replaceAll(/\s+/g, " ");
    for (const title of titles) expect(all).toContain(title);
    expect(all).toContain("Time to contain 2 min 13 s 2026-11-23 02:10:07 2026-11-23 02:12:20");
    for (const [index, page] of text.entries())
      expect(page).toContain(`${String(index + 1)} / ${String(totalPages)}`);
    const { info } = await getMeta(document);
    expect(info["Title"]).toBe(postMortem(input).title);
  });
});

describe("without a browser", () => {
  it.each([
    ["none is installed", { PATH: "/nonexistent" }, /there is none/],
    ["a wrong one is named", { CHROMIUM: "/nonexistent/chromium" }, /CHROMIUM names no program/],
  ])("says what to do when %s", async (_when, env, message) => {
    await expect(findChromium(env)).rejects.toMatchObject({
      code: "no-chromium",
      message: expect.stringMatching(message) as string,
      hint: expect.stringContaining("--format html") as string,
    });
  });

  it("says so when the program prints nothing", async () => {
    const signal = new AbortController().signal;
    await expect(printPdf(html, { env: { CHROMIUM: "/bin/true" }, signal })).rejects.toMatchObject({
      code: "print-failed",
      hint: expect.stringContaining("--format html") as string,
    });
  });
});
