// `doctor`: every check at once, each look with a time limit of its own, the findings worst first.
import { ClaroIrError } from "../core/error.ts";
import { SECOND, toInstant, type Instant } from "../core/instant.ts";
import { OutsideError } from "../ports/outside.ts";
import {
  red,
  redOf,
  type Check,
  type Finding,
  type Level,
  type Look,
  type Need,
} from "./doctor/check.ts";
import { CHECKS } from "./doctor/index.ts";
import type { Site } from "./doctor/site.ts";

/** Longer than any call's own limit (10 s), which says more about what is wrong. */
const LIMIT = 20 * SECOND;
const ORDER: readonly Level[] = ["red", "unknown", "note", "green"];

export interface Diagnosed extends Finding {
  readonly check: string;
  /** Which of several things: the id of a target, a provider, a key … Empty where there is one only. */
  readonly about: string;
}

export interface Diagnosis {
  /** Nothing is red. */
  readonly ready: boolean;
  readonly at: Instant;
  /** Worst first; of the same level in the order in which they would hurt. */
  readonly findings: readonly Diagnosed[];
}

/** Told whenever a look begins or ends; `left` are those still under way. */
export type Progress = (left: readonly string[]) => void;

/** Look at everything. Never throws for what it finds, and changes nothing anywhere. */
export async function diagnose(
  site: Site,
  progress: Progress = () => undefined,
  checks: readonly Check[] = CHECKS,
): Promise<Diagnosis> {
  const left = new Set<string>();
  const findings = await Promise.all(
    checks.map((check) => run(site, check, { add: tell("add"), delete: tell("delete") })),
  );
  const sorted = findings.flat().sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
  return {
    ready: !sorted.some((one) => one.level === "red"),
    at: toInstant(site.clock.now()),
    findings: sorted,
  };

  function tell(what: "add" | "delete") {
    return (name: string): void => {
      left[what](name);
      progress([...left]);
    };
  }
}

interface Board {
  add(name: string): void;
  delete(name: string): void;
}

async function run(site: Site, check: Check, board: Board): Promise<readonly Diagnosed[]> {
  if (check.needs.some((need) => !isThere(site, need))) return [];
  const prepared = await settled(async () => [...(await check.looks(site))]);
  if (!prepared.ok) return [named(check.id, "", prepared.finding)];
  const found = await Promise.all(
    prepared.value.map(async (one) => {
      const name = `${check.id} ${one.about}`.trim();
      board.add(name);
      const findings = await within(site, one);
      board.delete(name);
      return findings.map((finding) => named(check.id, one.about, finding));
    }),
  );
  return found.flat();
}

function named(check: string, about: string, finding: Finding): Diagnosed {
  return { check, about, ...finding };
}

function isThere({ config, configProblem, record, store }: Site, need: Need): boolean {
  if (need === "configuration") return configProblem === undefined && config.file !== null;
  const isNew = !(store instanceof ClaroIrError) && !store.exists;
  return record !== undefined || (need === "record" && isNew);
}

async function within(site: Site, one: Look): Promise<readonly Finding[]> {
  const timer = new AbortController();
  const late = site.clock.sleep(LIMIT, timer.signal).then(
    () => [red(`gave no answer within ${String(LIMIT / SECOND)} s`, "claro-ir doctor")],
    () => [],
  );
  const looked = settled(async () => one.look()).then((result) =>
    result.ok ? result.value : [result.finding],
  );
  try {
    return await Promise.race([looked, late]);
  } finally {
    timer.abort();
  }
}

/** What a look gives, or the failure as a finding: errors of the program's own kinds say what to do. */
async function settled<T>(
  act: () => Promise<T>,
): Promise<
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly finding: Finding }
> {
  try {
    return { ok: true, value: await act() };
  } catch (error) {
    if (error instanceof ClaroIrError || error instanceof OutsideError)
      return { ok: false, finding: redOf(error, "claro-ir doctor --help") };
    throw error;
  }
}
