// A person's browser window in a test: a fresh profile each, a clipboard, and a record of every address that was asked.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeEach, onTestFinished } from "vitest";
import { missingChromium, startChromium } from "./chromium.ts";

export interface Visit {
  readonly page: Page;
  /** Every address the page asked for, in order. */
  readonly asked: readonly string[];
  /** Errors of its scripts and whatever its policy refused. */
  readonly complaints: readonly string[];
  /** What lies in the clipboard. */
  clipboard(): Promise<string>;
}

/** Opens a page in a window of its own, by default on a desktop; the window is closed after the test. */
export type OpenPage = (url: string, width?: number) => Promise<Visit>;

/** One browser for the tests of this file, started when the first page is opened. Without Chromium each test is skipped and says so. */
export function useBrowser(): OpenPage {
  let browser: Browser | null = null;
  beforeEach((test) => {
    const missing = missingChromium();
    if (missing !== null) test.skip(missing);
  });
  afterAll(async () => {
    await browser?.close();
  });
  return async (url, width = 1200) => {
    browser ??= await startChromium();
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    onTestFinished(() => context.close());
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    context.on("request", (request) => asked.push(request.url()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.goto(url);
    return {
      page,
      asked,
      complaints,
      clipboard: () => page.evaluate("navigator.clipboard.readText()"),
    };
  };
}
