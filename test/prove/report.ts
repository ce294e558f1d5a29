// The table of the README that says what is done to the program: written by a run, never by hand.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Campaign, Findings } from "./campaign.ts";

export interface Played {
  readonly campaign: Campaign;
  readonly findings: Findings;
  /** Mistakes that were caught. */
  readonly caught: readonly string[];
}

const README = join(import.meta.dirname, "..", "..", "README.md");
const START = "<!-- written by `npm run prove -- --report` -->";
const END = "<!-- end of what `npm run prove` writes -->";

function row({ campaign, findings, caught }: Played): string {
  const mistakes = caught.map((name) => `a program that ${name}`).join("; ");
  const cells = [
    campaign.does,
    `${findings.figures}; ${String(findings.violations.length)} violations`,
    mistakes,
    `\`npm run prove -- ${campaign.id}\``,
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** Put the figures of this run between the marks of the README. Fails when the marks are gone. */
export async function writeTable(played: readonly Played[]): Promise<void> {
  const text = await readFile(README, "utf8");
  const from = text.indexOf(START);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new Error("README.md has lost the marks of the table");
  const table = [
    "| what we do to it | figures | mistakes it must catch, and did | again |",
    "|---|---|---|---|",
    ...played.map(row),
  ].join("\n");
  await writeFile(README, `${text.slice(0, from)}${START}\n\n${table}\n\n${text.slice(to)}`);
}
