// Looks at a picture as a browser draws it: every text and every upright line, and what is cut off or lies on another.
import type { OpenPage } from "./browser.ts";

/** The window is as wide as the picture is drawn. */
const WIDE = 720;

interface Box {
  readonly words: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** `lines` are those that stand for an instant or a deadline. */
const LOOK = `(() => {
  const box = (one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return { words: one.textContent, left, top, right, bottom };
  };
  return {
    isBroken: document.querySelector("parsererror") !== null,
    texts: [...document.querySelectorAll("text")].map(box),
    lines: [...document.querySelectorAll("line.mark, line.due")].map(box),
  };
})()`;

function touch(one: Box, other: Box): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}

/** What is wrong with an SVG as drawn: not well-formed, a text that leaves it, or lies on another or on an upright line. Empty when tidy. */
export async function untidy(open: OpenPage, svg: string): Promise<readonly string[]> {
  const { page } = await open(`data:image/svg+xml,${encodeURIComponent(svg)}`, WIDE);
  const { isBroken, texts, lines } = await page.evaluate<{
    isBroken: boolean;
    texts: readonly Box[];
    lines: readonly Box[];
  }>(LOOK);
  return [
    ...(isBroken ? ["not well-formed"] : []),
    ...(texts.length < 10 ? ["no texts to look at"] : []),
    ...(lines.length === 0 ? ["no lines to look at"] : []),
    ...texts
      .filter((text) => text.left < 0 || text.right > WIDE)
      .map(({ words }) => `cut off: ${words}`),
    ...texts.flatMap((text, index) => [
      ...texts
        .slice(index + 1)
        .filter((other) => touch(text, other))
        .map((other) => `${text.words} on ${other.words}`),
      ...lines.filter((line) => touch(text, line)).map(() => `a line through ${text.words}`),
    ]),
  ];
}
