// The table of the README that says what is done to the program: written by a run, never by hand.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Campaign } from "./campaign.ts";
import type { Proof } from "./kept.ts";

const README = join(import.meta.dirname, "..", "..", "README.md");
const START = "<!-- written by `npm run prove -- --report` -->";
const END = "<!-- end of what `npm run prove` writes -->";

function row({ id, does }: Campaign, proof: Proof | undefined): string {
  const form = proof?.isShort === true ? "in short: " : "";
  const figures = `${form}${proof?.figures ?? ""}; ${String(proof?.violations)} violations`;
  const cells = [
    does,
    proof === undefined ? "not played on this machine" : figures,
    proof?.caught.join("; ") ?? "",
    `\`npm run prove -- ${id}\``,
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** Put the first proof of each campaign between the marks of the README. Fails when the marks are gone. */
export async function writeTable(
  campaigns: readonly Campaign[],
  proofs: readonly Proof[],
): Promise<void> {
  const rows = campaigns.map((campaign) => ({
    campaign,
    proof: proofs.find(({ id }) => id === campaign.id),
  }));
  const seconds = rows.reduce((sum, { proof }) => sum + (proof?.seconds ?? 0), 0);
  const text = await readFile(README, "utf8");
  const from = text.indexOf(START);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new Error("README.md has lost the marks of the table");
  const table = [
    "| what we do to it | figures | it must notice, and did, a program that … | again |",
    "|---|---|---|---|",
    ...rows.map(({ campaign, proof }) => row(campaign, proof)),
    "",
    `The figures are of the long form where a row does not say "in short". All of it took ${(seconds / 60).toFixed(0)} minutes.`,
  ].join("\n");
  await writeFile(README, `${text.slice(0, from)}${START}\n\n${table}\n\n${text.slice(to)}`);
}
