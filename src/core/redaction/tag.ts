// What stands for something that was taken out is no finding itself, however much its mark looks like one.
import type { Span } from "./span.ts";

/** `[key fp:c123…]`, `[PHONE:11410720]`: a keyed mark holds figures that a phone number may be made of. */
const TAG = /\[(?:key fp:[0-9a-f]{4,64}|(?:EMAIL|PHONE|CARD|IBAN)(?::[0-9a-f]{4,64})?)\]/y;
/** No tag is longer. */
const REACH = 73;

function isInTag(text: string, at: number): boolean {
  const opening = text.lastIndexOf("[", at);
  if (opening < 0 || at - opening > REACH) return false;
  TAG.lastIndex = opening;
  return TAG.test(text) && at < TAG.lastIndex;
}

/** Those spans that do not begin within a tag of ours. */
export function outsideTags<Of extends Span>(text: string, spans: readonly Of[]): readonly Of[] {
  return spans.filter(({ start }) => {
    const from = Math.max(0, start - REACH);
    return !isInTag(text.slice(from, start + REACH), start - from);
  });
}
