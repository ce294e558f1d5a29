// From places where a value was found to a plan: which of them take the new key, and which are copies to remove.
import { z } from "zod";
import { ClaroIrError } from "../error.ts";
import type { TargetDefinition } from "../incident/event.ts";
import type { Finding } from "./finding.ts";
import { KIND_WORDS } from "./place-kind.ts";

const Found = z.strictObject({ what: z.string(), line: z.int().positive().nullable() });

const Place = z.strictObject({
  id: z.string(),
  kind: z.string(),
  options: z.record(z.string(), z.unknown()),
  /** The configuration or the incident names it already. */
  known: z.boolean(),
  found: z.array(Found),
});

const Copy = Found.extend({ kind: z.string() });

/** A plan as it lies in its file; `run deploy-replacement-key --plan` takes it. Holds no value. */
export const PlanShape = z.strictObject({
  version: z.literal(1),
  incident: z.string().nullable(),
  credential: z.string().nullable(),
  /** Of the value that was looked for, so that no plan is taken for another key. */
  fingerprint: z.string(),
  last4: z.string(),
  places: z.array(Place),
  copies: z.array(Copy),
});

export type Plan = z.output<typeof PlanShape>;
export type PlannedPlace = z.output<typeof Place>;

/** A place that is known already, and where it lies when it is a variable in a file. */
export interface KnownPlace {
  readonly definition: TargetDefinition;
  /** `absolute path, space, variable`; null for other kinds. */
  readonly spot: string | null;
}

/** How paths are written: absolute, and as an option of a target. */
export interface PlanPaths {
  absolute(path: string): string;
  /** Relative to the configuration's folder where it lies in it. */
  option(path: string): string;
}

/** Kinds that a program or a pipeline reads its key from; the others are copies. */
const LIVE = new Set(["compose", "dockerfile", "ci", "manifest", "config"]);

const LONGEST_ID = 24;

function idFrom(path: string, taken: ReadonlySet<string>): string {
  const plain = path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(-LONGEST_ID)
    .replaceAll(/^-+|-+$/g, "");
  const wanted = plain === "" ? "place" : plain;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? wanted : `${wanted}-${String(number)}`;
    if (!taken.has(id)) return id;
  }
}

/** Where a finding lies, in a few words. */
function whereFound({ path, git, target }: Finding): string {
  if (git !== null) return `${git.object.slice(0, 8)}${path === null ? "" : ` ${path}`}`;
  return path ?? target ?? "";
}

function isLive(finding: Finding): boolean {
  return LIVE.has(finding.kind) || (finding.kind === "file" && finding.variable !== null);
}

/** An env file's own kind: what docker reads is not quoted. */
function envKind(path: string): "dotenv" | "docker-env-file" {
  return /(?:^|[/\\])\.env[^/\\]*$/.test(path) ? "dotenv" : "docker-env-file";
}

/** The place a file finding stands for, without its id; undefined for a copy. */
function proposal(
  finding: Finding,
  paths: PlanPaths,
): Omit<PlannedPlace, "id" | "known" | "found"> | undefined {
  const { path, variable, kind, line } = finding;
  if (path === null) return undefined;
  if (kind === "env-file" && variable !== null && finding.form === "plain")
    return { kind: envKind(path), options: { path: paths.option(path), variable } };
  if (kind !== "env-file" && !isLive(finding)) return undefined;
  const named = variable === null ? "" : ` (${variable})`;
  const written = finding.form === "plain" ? "" : `, written as ${finding.form}`;
  const note = `edit ${paths.option(path)} line ${String(line)}${named}${written}; better: read the key from the environment`;
  return { kind: "manual", options: { note } };
}

/** What makes two findings one place: the known one, the file that a person edits, the variable of a file. */
function sameness(
  finding: Finding,
  there: TargetDefinition | undefined,
  kind: string,
  spot: string,
) {
  if (there !== undefined) return there.id;
  return kind === "manual" ? `by hand ${finding.path ?? ""}` : spot;
}

/** Every place once, in the order it was found: known ones by their id, new ones with an id of their own. */
export function placesIn(
  findings: readonly Finding[],
  known: readonly KnownPlace[],
  paths: PlanPaths,
): readonly PlannedPlace[] {
  const taken = new Set(known.map((one) => one.definition.id));
  const places = new Map<string, PlannedPlace>();
  for (const finding of findings) {
    const path = finding.path ?? "";
    const spot = `${paths.absolute(path)} ${finding.variable ?? ""}`;
    const there = known.find(
      (one) => one.definition.id === finding.target || one.spot === spot,
    )?.definition;
    const wanted = there ?? proposal(finding, paths);
    if (wanted === undefined || finding.git !== null) continue;
    const { kind, options } = wanted;
    const key = sameness(finding, there, kind, spot);
    const found = { what: whereFound(finding), line: finding.line };
    const before = places.get(key);
    if (before === undefined) {
      const id = there?.id ?? idFrom(path, taken);
      taken.add(id);
      const isKnown = there !== undefined;
      places.set(key, { id, kind, options: { ...options }, known: isKnown, found: [found] });
    } else before.found.push(found);
  }
  return [...places.values()];
}

/** What is no place for a key, and has to be cleaned or lived with. */
export function copiesIn(
  findings: readonly Finding[],
  places: readonly PlannedPlace[],
): Plan["copies"] {
  const placed = new Set(
    places.flatMap((place) => place.found.map((one) => `${one.what} ${String(one.line)}`)),
  );
  return findings
    .map((one) => ({ what: whereFound(one), line: one.line, kind: KIND_WORDS[one.kind] }))
    .filter((one) => !placed.has(`${one.what} ${String(one.line)}`));
}

/** A plan from its file's text. Exit 2 when it is none. */
export function readPlan(text: string, file: string): Plan {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw badPlan(file, "it is no JSON", error);
  }
  const parsed = PlanShape.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badPlan(file, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "it does not fit"}`);
}

function badPlan(file: string, why: string, cause?: unknown): ClaroIrError {
  return new ClaroIrError("usage", "bad-plan", `${file} is no plan: ${why}.`, {
    hint: `claro-ir where-used --plan ${file}`,
    cause,
  });
}
