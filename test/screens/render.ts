// Turns what a terminal or a page shows into a small picture: cells as HTML, photographed by a real browser, packed well.
import { SerializeAddon } from "@xterm/addon-serialize";
import { decode, encode } from "fast-png";
import type { Browser } from "playwright-core";
import type { ScreenModel } from "../support/screen-model.ts";

/** Sizes in CSS pixels, of which a picture has twice as many. Whole numbers, so that every letter is drawn the same and packs well. */
const CELL = 7;
const LINE = 16;
const PADDING = 20;
/** DejaVu Sans Mono: a character is 1233 of 2048 units wide. */
const FONT_SIZE = (CELL * 2048) / 1233;

/** Colours of three digits: those that `packed` keeps. */
const STYLE = `body { margin: 0; padding: ${String(PADDING)}px; background: #112; }
pre { margin: 0; }
pre > div { color: #dde !important; background: none !important; line-height: ${String(LINE)}px;
font-family: "DejaVu Sans Mono", "Liberation Mono", monospace !important; font-size: ${FONT_SIZE.toFixed(4)}px !important; }
span[style*=opacity] { opacity: 0.7 !important; }`;

/** Distance of two levels of a colour: `#abc` is `#aabbcc`. */
const LEVEL = 0x11;

/** The same picture in 16 levels a colour, which no eye misses on text: half the bytes. */
export function packed(png: Uint8Array): Uint8Array {
  const picture = decode(png);
  const data = picture.data.map((value) => Math.round(value / LEVEL) * LEVEL);
  return encode({ ...picture, data }, { zlib: { level: 9 } });
}

/** Rows of the visible screen from the last one that matches `from` to the last that holds text, as absolute lines of the buffer. */
function rowsFrom(screen: ScreenModel, from: RegExp): { startLine: number; endLine: number } {
  const { active } = screen.model.buffer;
  const rows = Array.from(
    { length: screen.model.rows },
    (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? "",
  );
  const first = rows.findLastIndex((text) => from.test(text));
  if (first === -1) throw new Error(`no row matches ${String(from)}:\n${rows.join("\n")}`);
  const last = rows.findLastIndex((text) => text.trim() !== "");
  return { startLine: active.baseY + first, endLine: active.baseY + last };
}

/** A PNG of the screen from the last row that matches `from` on. */
export async function pictureOf(
  browser: Browser,
  screen: ScreenModel,
  from: RegExp,
): Promise<Uint8Array> {
  const addon = new SerializeAddon();
  screen.model.loadAddon(addon);
  const html = addon.serializeAsHTML({ range: { ...rowsFrom(screen, from), startCol: 0 } });
  addon.dispose();
  const page = await browser.newPage({
    viewport: { width: screen.model.cols * CELL + 2 * PADDING, height: 1 },
    deviceScaleFactor: 2,
  });
  await page.setContent(`<style>${STYLE}</style>${html}`);
  const picture = await page.screenshot({ fullPage: true });
  await page.close();
  return packed(picture);
}
