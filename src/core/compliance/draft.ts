// A notice as a draft in Markdown: what its regime asks, filled from the record, and every gap marked. People write and send it.
import { forMarkdown, forMarkdownCode } from "../redaction/escape.ts";
import type { Instant } from "../instant.ts";
import type { ClockRow } from "./clocks.ts";
import { startWords } from "./start-facts.ts";
import { localMinute } from "./zone.ts";
import { FILLS, minuteOf, type DraftSource, type Part } from "./draft-fill.ts";
import type { ContentItem, Regime } from "./regime.ts";

export interface DraftInput {
  readonly source: DraftSource;
  readonly regime: Regime;
  readonly rows: readonly ClockRow[];
  readonly disclaimer: string;
  readonly now: Instant;
  /** Redaction of every text from the record. */
  clean(text: string): string;
}

export interface Draft {
  readonly markdown: string;
  /** What a person has to write yet, in the order of the document. */
  readonly missing: readonly string[];
}

/** What every notice is asked where the table does not say. */
const UNKNOWN_CONTENT: readonly ContentItem[] = [
  { what: "What happened", from: "nature" },
  { what: "Data concerned", from: "data" },
  { what: "Measures taken", from: "measures" },
  { what: "Contact", from: "contact" },
];

function gap(label: string): string {
  return `[MISSING: ${forMarkdown(label)}]`;
}

function answered({ what, from }: ContentItem, source: DraftSource): readonly Part[] {
  const parts = from === undefined ? [] : FILLS[from](source);
  return parts.length > 0 ? parts : [{ label: what, value: null }];
}

function paragraph(
  item: ContentItem,
  parts: readonly Part[],
  clean: DraftInput["clean"],
): readonly string[] {
  return [
    `## ${forMarkdown(item.what)}`,
    "",
    ...parts.map(({ label, value, isVerbatim }) =>
      value === null
        ? `- ${gap(label)}`
        : `- ${forMarkdown(clean(label))}: ${isVerbatim === true ? forMarkdownCode(value) : forMarkdown(clean(value))}`,
    ),
    "",
  ];
}

/** A date in UTC, and before it as the clocks show it where its days are counted. */
function dayOf(at: Instant, zone: string | null): string {
  return zone === null || zone === "UTC"
    ? minuteOf(at)
    : `${localMinute(at, zone)} ${zone} (${minuteOf(at)})`;
}

/** When a notice is due, in words. */
function dueWords(row: ClockRow): string {
  const { state, dueAt, provisionalDueAt, sentAt, startsWith, zone } = row;
  if (sentAt !== null) return `told ${minuteOf(sentAt)}`;
  if (state === "declined") return "decided: not needed";
  if (dueAt !== null) return `by ${dayOf(dueAt, zone)}${state === "late" ? ", LATE" : ""}`;
  if (provisionalDueAt !== null)
    return `start not known (${startWords(startsWith)}); by ${dayOf(provisionalDueAt, zone)} if it had started at detection`;
  return startsWith.endsWith(".sent_at")
    ? `no date before ${startsWith.slice(0, -8)} is told`
    : "without undue delay";
}

/** The draft of a regime's notice. */
export function draftNotice({ source, regime, rows, disclaimer, now, clean }: DraftInput): Draft {
  const { state } = source;
  const items = regime.content?.items ?? UNKNOWN_CONTENT;
  const filled = items.map((item) => ({ item, parts: answered(item, source) }));
  const missing = filled.flatMap(({ parts }) =>
    parts.flatMap(({ label, value }) => (value === null ? [label] : [])),
  );
  const lines = [
    `# Draft: ${forMarkdown(regime.name)}`,
    "",
    `**${forMarkdown(disclaimer)}** A draft from the record of ${state.id} up to #${String(state.head.seq)}, ${minuteOf(now)}. Nothing is sent by it.`,
    "",
    ...rows
      .filter(({ state: stands }) => stands !== "not-applicable")
      .map((row) => `- ${forMarkdown(row.to)}: ${forMarkdown(dueWords(row))}`),
    "",
    ...filled.flatMap(({ item, parts }) => paragraph(item, parts, clean)),
    `Required contents: ${forMarkdown(regime.content?.source ?? "the table names none for this regime")}.`,
    "",
  ];
  return { markdown: lines.join("\n"), missing: [...new Set(missing)] };
}
