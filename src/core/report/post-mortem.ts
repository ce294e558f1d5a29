// The post-mortem as Markdown: everything the record knows, and marked places for what only people can say.
import type { ReportInput } from "./input.ts";
import { mergeKept } from "./keep.ts";
import {
  appendix,
  communications,
  evidence,
  followUp,
  notifications,
  signOff,
} from "./sections/closing.ts";
import { exposure, header, impact, summary } from "./sections/opening.ts";
import { actions, detectionGaps, factors, learned } from "./sections/people.ts";
import { metrics, steps, timeline } from "./sections/record.ts";
import { response } from "./sections/response.ts";
import { createView, type View } from "./sections/view.ts";

const SECTIONS: readonly ((view: View) => string)[] = [
  header,
  summary,
  impact,
  exposure,
  response,
  timeline,
  metrics,
  factors,
  learned,
  detectionGaps,
  steps,
  actions,
  notifications,
  communications,
  followUp,
  evidence,
  appendix,
  signOff,
];

/**
 * The post-mortem of an incident, redacted by `clean`, every value from the record escaped, ending in a newline. With
 * `previous`, what people wrote between the keep marks is there again byte for byte; text that lost its place is
 * gathered under "Kept text" at the end. What is not on record is called unknown.
 */
export function renderPostMortem(input: ReportInput): string {
  const view = createView(input);
  const document = SECTIONS.map((section) => section(view)).join("\n\n");
  return mergeKept(`${document}\n`, input.previous);
}
