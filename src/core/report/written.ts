// What people wrote in the Markdown document, for its other forms: by place, redacted, without comments.
import { toMarkdown } from "./document/markdown.ts";
import type { Document } from "./document/document.ts";
import type { ReportInput } from "./input.ts";
import { mergeKept, readKept } from "./keep.ts";

/** Text without HTML comments, which only whoever writes should see; one without an end stays. */
export function withoutComments(text: string): string {
  let rest = "";
  for (let from = 0; ;) {
    const open = text.indexOf("<!--", from);
    const close = open < 0 ? -1 : text.indexOf("-->", open);
    if (close < 0) return (rest + text.slice(from)).trim();
    rest += text.slice(from, open);
    from = close + "-->".length;
  }
}

/**
 * Words by the name of their place, as they would stand in the Markdown document made now; what lost its place is `kept`. A place that still
 * says what was asked there from the beginning is left out.
 */
export function writtenWords(
  document: Document,
  { previous, clean }: Pick<ReportInput, "previous" | "clean">,
): Readonly<Record<string, string>> {
  if (previous === undefined) return {};
  const fresh = toMarkdown(document);
  const first = new Map(readKept(fresh).regions.map(({ name, content }) => [name, content]));
  return Object.fromEntries(
    readKept(mergeKept(fresh, previous))
      .regions.filter(({ name, content }) => content.replaceAll("\r\n", "\n") !== first.get(name))
      .map(({ name, content }) => [name, clean(withoutComments(content))]),
  );
}
