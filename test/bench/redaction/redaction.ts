// `npm run bench:redaction`: what is found, what is touched, and how fast, beside secretlint and a guide's expressions, in one run.
// `-- --table`: the first part as README has it.
import { join } from "node:path";
import { createKnownSecrets } from "../../../src/core/redaction/known-secrets.ts";
import { createTextFilter } from "../../../src/core/redaction/text-filter.ts";
import { corpus, isLeft, type Kind, type Sample } from "./corpus.ts";
import { guide, secretlint, type Rival } from "./rivals.ts";
import { speedLines } from "./speed.ts";

const SEED = 20261123;

function ours(text: string): Promise<string> {
  const filter = createTextFilter({
    known: createKnownSecrets(),
    mark: () => "0000",
    personalMark: () => "0000",
  });
  return Promise.resolve(filter.push(text) + filter.end());
}

const TOOLS: readonly (readonly [string, Rival])[] = [
  ["claro-ir", ours],
  ["secretlint", secretlint],
  ["guide", guide],
];

/** Share of the samples that were hit: a secret gone, or harmless text changed. */
async function hits(samples: readonly Sample[], tool: Rival): Promise<readonly Sample[]> {
  const hit: Sample[] = [];
  for (const sample of samples) {
    const left = await tool(sample.text);
    if (sample.secret === null ? left !== sample.text : !isLeft(sample.secret, left))
      hit.push(sample);
  }
  return hit;
}

/** A tenth of a percent counts where nothing should be touched. */
function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1).replace(/\.0$/, "")} %`;
}

/** The wrong ones by what they are of, for who mends the rules. */
function wrongOnes(samples: readonly Sample[], hit: readonly Sample[]): readonly string[] {
  const isHit = new Set(hit);
  return samples
    .filter((sample) => isHit.has(sample) === (sample.secret === null))
    .map(({ kind, of, text }) => `${kind} | ${of} | ${text.slice(0, 160)}`);
}

const TITLES: Readonly<Record<Kind, string>> = {
  prefixed: "secrets with a prefix found",
  "in context": "secrets beside a name found",
  personal: "mail, phone, card found",
  "look-alike": "harmless look-alikes touched",
};

/** A row for each kind of sample: what it is, and the share that each tool hit. */
async function quality(samples: readonly Sample[]): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for (const kind of Object.keys(TITLES) as Kind[]) {
    const own = samples.filter((sample) => sample.kind === kind);
    const cells: string[] = [];
    for (const [, tool] of TOOLS) cells.push(percent((await hits(own, tool)).length, own.length));
    const kinds = new Set(own.map((sample) => sample.of)).size;
    const size = `${own.length.toLocaleString("en")} of ${String(kinds)} kinds`;
    rows.push([`${TITLES[kind]} (${size})`, ...cells]);
  }
  return rows;
}

function asText(rows: readonly (readonly string[])[]): string {
  const lines = [["", ...TOOLS.map(([name]) => name)], ...rows];
  return lines
    .map(
      ([title = "", ...cells]) =>
        title.padEnd(54) + cells.map((cell) => cell.padStart(12)).join(""),
    )
    .join("\n");
}

function asMarkdown(rows: readonly (readonly string[])[]): string {
  const head = ["", "claro-ir", "secretlint, recommended", "three expressions of a guide"];
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

async function bench(flags: readonly string[]): Promise<void> {
  const samples = corpus(SEED);
  if (flags.includes("--verbose"))
    console.log(wrongOnes(samples, await hits(samples, ours)).join("\n"));
  const rows = await quality(samples);
  console.log(flags.includes("--table") ? asMarkdown(rows) : asText(rows));
  if (flags.length > 0) return;
  console.log((await speedLines(join(import.meta.dirname, "..", "..", ".."))).join("\n"));
}

if (import.meta.main) await bench(process.argv.slice(2));
