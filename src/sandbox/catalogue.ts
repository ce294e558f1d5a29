// The prompts and context files of the made-up workspace "acme": what the services read and the thief copies.

export interface ContextFile {
  readonly id: string;
  readonly label: string;
  readonly fileName: string;
  readonly mimeType: string;
  readonly content: string;
}

export interface Prompt {
  readonly id: string;
  readonly title: string;
  readonly packageName: string;
  readonly category: string;
  readonly content: string;
  readonly systemPrompt: string;
  readonly context: readonly ContextFile[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** Slug of the workspace, the first part of each package name. */
export const WORKSPACE_SLUG = "acme";

const FIRST_CREATED = Date.UTC(2025, 2, 3, 9, 0, 0);
const DAY = 86_400_000;

const TITLES = [
  "Refund policy",
  "Customer support",
  "Order tracking",
  "Contract review",
  "Churn analysis",
  "Price negotiation",
  "Product copy",
  "Release notes",
  "Incident summary",
  "Sales outreach",
  "Meeting digest",
  "Bug triage",
  "Code review",
  "Survey analysis",
  "Invoice reading",
  "Onboarding guide",
  "Tone of voice",
  "Search ranking",
  "Fraud check",
  "Translation memory",
  "Job interview",
  "Shift planning",
  "Stock forecast",
  "Board report",
] as const;

function contextOf(slug: string, index: number): readonly ContextFile[] {
  if (index % 3 !== 0) return [];
  return [
    {
      id: `ctx_file_${String(index + 101)}`,
      label: `Background for ${slug}`,
      fileName: `${slug}.md`,
      mimeType: "text/markdown",
      content: `# ${slug}\n\n${`Internal notes about ${slug}, for members of ${WORKSPACE_SLUG} only.\n`.repeat(40 + index * 7)}`,
    },
  ];
}

/** The whole catalogue, always the same. */
export function prompts(): readonly Prompt[] {
  return TITLES.map((title, index) => {
    const slug = title.toLowerCase().replaceAll(" ", "-");
    return {
      id: `pmt_${String(index + 1001)}`,
      title,
      packageName: `@${WORKSPACE_SLUG}/${slug}:v${String((index % 4) + 1)}`,
      category: index % 2 === 0 ? "operations" : "product",
      content: `You help {{customer}} with ${title.toLowerCase()}. Answer in two short paragraphs.`,
      systemPrompt: "Be exact, brief and friendly.",
      context: contextOf(slug, index),
      createdAt: FIRST_CREATED + index * 9 * DAY,
    };
  });
}
