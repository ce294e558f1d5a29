// The post-mortem: everything the record knows, and marked places for what only people can say. One document, four renderings.
import { toHtml, type HtmlTools } from "./document/html.ts";
import type { Document, Section } from "./document/document.ts";
import { toMarkdown } from "./document/markdown.ts";
import type { ReportInput } from "./input.ts";
import { mergeKept } from "./keep.ts";
import { writtenWords } from "./written.ts";
import { appendix, evidence, followUp, signOff } from "./sections/closing.ts";
import { exposure, impact } from "./sections/impact.ts";
import { header, summary } from "./sections/opening.ts";
import { actions, detectionGaps, factors, learned } from "./sections/people.ts";
import { metrics, timeline } from "./sections/record.ts";
import { response } from "./sections/response.ts";
import { steps } from "./sections/steps.ts";
import { communications, notifications } from "./sections/told.ts";
import { createView, type View } from "./sections/view.ts";

const SECTIONS: readonly ((view: View) => Section)[] = [
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

/** The document before it has a form: every text from the record redacted by `clean`, none escaped. What is not on record is called unknown. */
export function postMortem(input: ReportInput): Document {
  const view = createView(input);
  const { state } = input;
  return {
    title: `Post-mortem ${state.id}: ${view.say(state.codename ?? state.summary)}`,
    marks: state.drill ? ["DRILL: a rehearsal, not a real incident."] : [],
    sections: SECTIONS.map((section) => section(view)),
  };
}

/**
 * As Markdown, ending in a newline. With `previous`, what people wrote between the keep marks is there again byte for byte; text that lost
 * its place is gathered under "Kept text" at the end.
 */
export function renderPostMortem(input: ReportInput): string {
  return mergeKept(toMarkdown(postMortem(input)), input.previous);
}

/** As one HTML page with pictures; what people wrote in the Markdown document (`previous`) stands in its places, redacted. */
export function renderPostMortemPage(input: ReportInput, tools: HtmlTools): string {
  const document = postMortem(input);
  const words = writtenWords(document, input);
  const kept: readonly Section[] =
    words["kept"] === undefined
      ? []
      : [{ number: 19, title: "Kept text", blocks: [{ ...KEPT, name: "kept" }] }];
  return toHtml({ ...document, sections: [...document.sections, ...kept] }, words, tools);
}

/** What people wrote and no section asks for any more. */
const KEPT = { kind: "written", prompt: null, questions: [], columns: [], start: "" } as const;
