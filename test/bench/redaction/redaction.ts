// `npm run bench:redaction`: what is found, what is touched, and how fast, beside secretlint and a guide's expressions, in one run.
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

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`.padStart(9);
}

/** The wrong ones by what they are of, for who mends the rules. */
function wrongOnes(samples: readonly Sample[], hit: readonly Sample[]): readonly string[] {
  const isHit = new Set(hit);
  return samples
    .filter((sample) => isHit.has(sample) === (sample.secret === null))
    .map(({ kind, of, text }) => `${kind} | ${of} | ${text.slice(0, 160)}`);
}

async function quality(verbose: boolean): Promise<readonly string[]> {
  const samples = corpus(SEED);
  const lines = [`${"".padEnd(24)}${TOOLS.map(([name]) => name.padStart(12)).join("")}`];
  for (const kind of ["prefixed", "in context", "personal", "look-alike"] satisfies Kind[]) {
    const own = samples.filter((sample) => sample.kind === kind);
    const cells: string[] = [];
    for (const [name, tool] of TOOLS) {
      const hit = await hits(own, tool);
      cells.push(percent(hit.length, own.length).padStart(12));
      if (verbose && name === "claro-ir") lines.push(...wrongOnes(own, hit));
    }
    const title = kind === "look-alike" ? "look-alikes touched" : `${kind} found`;
    lines.push(`${`${title} of ${String(own.length)}`.padEnd(24)}${cells.join("")}`);
  }
  return lines;
}

if (import.meta.main) {
  const verbose = process.argv.includes("--verbose");
  console.log((await quality(verbose)).join("\n"));
  const root = join(import.meta.dirname, "..", "..", "..");
  if (!verbose) console.log((await speedLines(root)).join("\n"));
}
