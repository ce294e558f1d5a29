// How often each rule is right, and how often the verdict is: labelled traffic over many seeds, beside the guide's four rules alone.
import { judge } from "../../src/core/audit/audit.ts";
import { RULES } from "../../src/core/audit/detection/rules.ts";
import type { CredentialAudit, Finding, Misuse } from "../../src/core/audit/report.ts";
import { guideRules } from "./guide-rules.ts";
import { NAMES, readOf, scenario, type Scenario } from "../support/traffic/scenario.ts";

/** Thresholds were chosen on these; they are never reported. */
export const TUNING_SEEDS = Array.from({ length: 12 }, (_, at) => at + 1);
/** The figures of the table come from these alone. */
export const REPORTED_SEEDS = Array.from({ length: 30 }, (_, at) => at + 1001);

interface Tally {
  hit: number;
  miss: number;
  wrong: number;
}

export interface Accuracy {
  readonly scenarios: number;
  readonly rules: ReadonlyMap<string, Tally>;
  /** Misuse said (for ours: CONFIRMED or PROBABLE) against misuse true. */
  readonly ours: Tally;
  readonly guide: Tally;
  /** Which scenarios made a rule wrong (`+`) or blind (`-`), and how often. */
  readonly slips: ReadonlyMap<string, number>;
  /** Verdicts by scenario. */
  readonly verdicts: ReadonlyMap<string, Map<Misuse, number>>;
}

function tally(): Tally {
  return { hit: 0, miss: 0, wrong: 0 };
}

function count(into: Tally, isTrue: boolean, isSaid: boolean): void {
  if (isTrue && isSaid) into.hit += 1;
  if (isTrue && !isSaid) into.miss += 1;
  if (!isTrue && isSaid) into.wrong += 1;
}

/** A finding that speaks against somebody, or that a person must look at. */
function counts({ level, who }: Finding): boolean {
  return who.length > 0 || (level !== "low" && level !== "info");
}

function slipsOf({ name, traits }: Scenario, fired: ReadonlySet<string>): readonly string[] {
  const wrong = [...fired].filter((id) => !traits.has(id)).map((id) => `${id} + ${name}`);
  const missed = [...traits].filter((id) => !fired.has(id)).map((id) => `${id} - ${name}`);
  return [...wrong, ...missed];
}

function audited(one: Scenario): CredentialAudit {
  const { read, context } = readOf(one);
  const [audit] = judge(read, context).credentials;
  if (audit === undefined) throw new Error("no credential was judged");
  return audit;
}

/** Judge every scenario with every seed. */
export function measureAccuracy(
  seeds: readonly number[],
  names: readonly string[] = NAMES,
): Accuracy {
  const rules = new Map(RULES.map(({ id }) => [id, tally()]));
  const ours = tally();
  const guide = tally();
  const slips = new Map<string, number>();
  const verdicts = new Map<string, Map<Misuse, number>>();
  for (const name of names)
    for (const seed of seeds) {
      const one = scenario(name, seed);
      const audit = audited(one);
      const fired = new Set(audit.findings.filter(counts).map(({ rule }) => rule));
      for (const [id, into] of rules) count(into, one.traits.has(id), fired.has(id));
      for (const slip of slipsOf(one, fired)) slips.set(slip, (slips.get(slip) ?? 0) + 1);
      count(ours, one.isMisuse, audit.misuse === "CONFIRMED" || audit.misuse === "PROBABLE");
      count(guide, one.isMisuse, guideRules(one).length > 0);
      const said = verdicts.get(name) ?? new Map<Misuse, number>();
      said.set(audit.misuse, (said.get(audit.misuse) ?? 0) + 1);
      verdicts.set(name, said);
    }
  return { scenarios: names.length * seeds.length, rules, ours, guide, slips, verdicts };
}

function share(part: number, all: number): string {
  return all === 0 ? "-" : (part / all).toFixed(2);
}

function row(name: string, { hit, miss, wrong }: Tally): string {
  return `${name.padEnd(24)} ${share(hit, hit + wrong).padStart(9)} ${share(hit, hit + miss).padStart(7)} ${String(hit).padStart(6)} ${String(wrong).padStart(6)} ${String(miss).padStart(7)}`;
}

/** The table as text. */
export function accuracyTable({ scenarios, rules, ours, guide, verdicts }: Accuracy): string {
  const head = `${"".padEnd(24)} precision  recall   hits  wrong  missed`;
  const kinds: readonly Misuse[] = ["CONFIRMED", "PROBABLE", "POSSIBLE", "UNKNOWN"];
  return [
    `${String(scenarios)} labelled windows`,
    "",
    head,
    row("misuse: our verdict", ours),
    row("misuse: guide's 4 rules", guide),
    "",
    ...[...rules].map(([id, one]) => row(id, one)),
    "",
    `${"".padEnd(24)} ${kinds.join("  ")}`,
    ...[...verdicts].map(
      ([name, said]) =>
        `${name.padEnd(24)} ${kinds.map((kind) => String(said.get(kind) ?? 0).padStart(kind.length)).join("  ")}`,
    ),
  ].join("\n");
}

/** The two lines that README has. */
export function accuracyMarkdown({ ours, guide }: Accuracy): string {
  function line(name: string, { hit, miss, wrong }: Tally): string {
    return `| ${name} | ${share(hit, hit + wrong)} | ${share(hit, hit + miss)} |`;
  }
  return [
    '| says "misuse" | precision | recall |',
    "|---|---|---|",
    line("this audit (CONFIRMED or PROBABLE)", ours),
    line(
      "the guide's four rules (twice the average, 5 % errors, unusual location, inactive key)",
      guide,
    ),
  ].join("\n");
}

/** Where a rule was wrong (`+`) or blind (`-`), by scenario. */
export function slipsTable({ slips }: Accuracy): string {
  return [...slips].map(([slip, times]) => `${slip} ${String(times)}`).join("\n");
}
