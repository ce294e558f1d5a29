// The post-mortem as one JSON document: the figures typed, and every section of the document in plain words.
import type { ClockRow } from "../compliance/clocks.ts";
import type { IncidentState } from "../incident/state.ts";
import type { Instant } from "../instant.ts";
import type { Head } from "../journal/event.ts";
import { plainWords, type Block, type Document } from "./document/document.ts";
import { safeJson } from "./format/format.ts";
import type { ReportInput } from "./input.ts";
import type { Metric } from "./metric.ts";
import { postMortem } from "./post-mortem.ts";
import { createView } from "./sections/view.ts";
import { terms, type Term } from "./terms.ts";
import type { TimelineRow } from "./timeline.ts";
import { writtenWords } from "./written.ts";

export type PlainBlock =
  | { readonly kind: "paragraph" | "heading"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | {
      readonly kind: "table";
      readonly name: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | {
      readonly kind: "written";
      readonly name: string;
      /** What is asked for there; null where it is a statement from the beginning. */
      readonly asked: string | null;
      readonly questions: readonly string[];
      /** Markdown that people wrote; null = nobody has written there yet. */
      readonly text: string | null;
    }
  | { readonly kind: "picture"; readonly words: string };

export interface PostMortemJson {
  readonly incident: string;
  readonly title: string;
  readonly drill: boolean;
  readonly state: IncidentState["state"];
  readonly severity: IncidentState["severity"];
  readonly generatedAt: Instant;
  /** Of this program. */
  readonly version: string;
  readonly runbook: IncidentState["runbook"];
  /** Where the journal ended. */
  readonly head: Head;
  /** The instants that figures are made of; `at` is null where nobody knows it. */
  readonly instants: readonly Term[];
  readonly metrics: readonly Metric[];
  readonly timeline: readonly TimelineRow[];
  /** Duties to notify; not legal advice. Null = nothing that starts one is on record. */
  readonly clocks: readonly ClockRow[] | null;
  readonly evidence: readonly {
    readonly name: string;
    readonly sha256: string;
    readonly size: number;
    readonly at: Instant;
  }[];
  /** The document as people read it. */
  readonly sections: readonly {
    readonly number: number;
    readonly title: string;
    readonly blocks: readonly PlainBlock[];
  }[];
  /** What people wrote that no section asks for any more; null = nothing. */
  readonly kept: string | null;
}

function plainBlock(block: Block, words: Readonly<Record<string, string>>): PlainBlock {
  switch (block.kind) {
    case "paragraph":
    case "heading":
      return { kind: block.kind, text: plainWords(block.words) };
    case "list":
      return { kind: "list", items: block.items.map(plainWords) };
    case "table": {
      const { name, head: columns, rows } = block;
      return { kind: "table", name, columns, rows: rows.map((row) => row.map(plainWords)) };
    }
    case "written": {
      const { name, prompt: asked, questions } = block;
      return { kind: "written", name, asked, questions, text: words[name] ?? block.start };
    }
    case "picture":
      return { kind: "picture", words: block.words };
  }
  return block satisfies never;
}

function sectionsOf(
  { sections }: Document,
  words: Readonly<Record<string, string>>,
): PostMortemJson["sections"] {
  return sections.map(({ number, title, blocks }) => ({
    number,
    title,
    blocks: blocks.map((block) => plainBlock(block, words)),
  }));
}

/** Everything of it, redacted by `clean`; who acted is a role unless `withNames`. */
function postMortemData(input: ReportInput): PostMortemJson {
  const { state, events, clean } = input;
  const document = postMortem(input);
  const words = writtenWords(document, input);
  const { rows, metrics } = createView(input);
  return {
    incident: state.id,
    title: document.title,
    drill: state.drill,
    state: state.state,
    severity: state.severity,
    generatedAt: input.now,
    version: input.version,
    runbook: state.runbook,
    head: state.head,
    instants: Object.values(terms(state, events)),
    metrics,
    timeline: rows.map((row) => ({ ...row, by: clean(row.by), text: clean(row.text) })),
    clocks: input.clocks ?? null,
    evidence: state.evidence.map(({ name, sha256, size, at }) => ({
      name: clean(name),
      sha256,
      size,
      at,
    })),
    sections: sectionsOf(document, words),
    kept: words["kept"] ?? null,
  };
}

/** The document on one line, ending in a newline; printing it steers no terminal. */
export function renderPostMortemJson(input: ReportInput): string {
  return `${safeJson(postMortemData(input))}\n`;
}
