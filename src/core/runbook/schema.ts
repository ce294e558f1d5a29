// The form a runbook and its help have as files: strict, every value bounded. Durations are written `15m` and become milliseconds here.
import * as z from "zod";
import { DAY, parseDuration } from "../instant.ts";
import {
  DECISIONS,
  EFFECTS,
  EVIDENCE_LEVELS,
  GUARDS,
  LIES,
  ROLES,
  RUNBOOK_KINDS,
} from "./runbook.ts";
import type { Condition, Runbook } from "./runbook.ts";

const LONGEST = 3650 * DAY;
const MOST_STEPS = 250;

/** Text that cannot move a cursor or reorder what is shown: one line, no control or direction characters. */
const line = z
  .string()
  .min(1, "is empty")
  .max(300, "is longer than 300 characters")
  .regex(/^[^\p{Cc}\u2028-\u202E\u2066-\u2069]+$/u, "holds a line break or a control character");

const id = z
  .string()
  .max(64, "is longer than 64 characters")
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "is not a name in small letters, digits and single dashes",
  )
  .refine(isFree, "is a reserved word");

const factName = z
  .string()
  .max(64, "is longer than 64 characters")
  .regex(/^[a-z][a-zA-Z0-9]*$/, "is not a name in camelCase letters and digits")
  .refine(isFree, "is a reserved word");

const duration = z.string().transform(readDuration);
const interval = duration.refine((ms) => ms >= 60_000, "is shorter than a minute");
const budget = z.string().transform((text, context) => {
  return text === "by clock" ? null : readDuration(text, context);
});

/** Names that every object answers to would be found in a record that does not hold them. */
function isFree(name: string): boolean {
  return !(name in Object.prototype);
}

function few<T extends z.ZodType<string>>(item: T) {
  return z.array(item).max(64, "has more than 64 entries").default([]);
}

function readDuration(text: string, context: z.RefinementCtx): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms <= LONGEST) return ms;
  context.issues.push({
    code: "custom",
    message: "is not a duration such as 15m, 1h30m or 7d (at most 3650d)",
    input: text,
  });
  return z.NEVER;
}

const condition: z.ZodType<Condition> = z.lazy(() =>
  z
    .strictObject({
      all: z.array(condition).min(1, "is empty").optional(),
      any: z.array(condition).min(1, "is empty").optional(),
      not: condition.optional(),
      fact: factName.optional(),
      is: z.array(line).min(1, "is empty").optional(),
      known: factName.optional(),
    })
    .transform(toCondition),
);

interface LooseCondition {
  readonly all?: Condition[] | undefined;
  readonly any?: Condition[] | undefined;
  readonly not?: Condition | undefined;
  readonly fact?: string | undefined;
  readonly is?: string[] | undefined;
  readonly known?: string | undefined;
}

function toCondition(loose: LooseCondition, context: z.RefinementCtx): Condition {
  const { all, any, not, fact, is, known } = loose;
  const keys = Object.keys(loose).length;
  if (keys === 1 && all !== undefined) return { all };
  if (keys === 1 && any !== undefined) return { any };
  if (keys === 1 && not !== undefined) return { not };
  if (keys === 1 && known !== undefined) return { known };
  if (keys === 2 && fact !== undefined && is !== undefined) return { fact, is };
  if (context.issues.length === 0)
    context.issues.push({
      code: "custom",
      message: "is not one condition: all, any, not, known, or fact together with is",
      input: loose,
    });
  return z.NEVER;
}

const fact = z.strictObject({
  title: line,
  type: z.enum(["text", "enum", "instant", "number", "duration", "flag", "list"]),
  scope: z.enum(["incident", "credential"]),
  values: few(line),
  lies: z.enum(LIES).optional(),
});

const step = z.strictObject({
  id,
  title: line,
  phase: id,
  row: id,
  scope: z.enum(["incident", "credential"]).default("incident"),
  tier: z.enum(["core", "support", "cond"]),
  kind: z.enum(["manual", "automated", "verification", "decision"]),
  role: z.enum(ROLES),
  needs: few(id),
  when: condition.nullable().default(null),
  guard: z.enum(GUARDS).nullable().default(null),
  effect: z.enum(EFFECTS).nullable().default(null),
  decides: z.enum(DECISIONS).nullable().default(null),
  budget,
  repeat: z
    .strictObject({
      P1: interval.optional(),
      P2: interval.optional(),
      P3: interval.optional(),
      P4: interval.optional(),
    })
    .nullable()
    .default(null),
  inputs: few(factName),
  selfCompleting: z.boolean().default(false),
  first: z.boolean().default(false),
  evidence: few(line),
  verify: line,
  postmortem: few(line),
});

/** A runbook file, e.g. `compromised-key.yaml`. */
export const runbookSource = z.strictObject({
  id,
  for: line.nullable().default(null),
  evidenceLevel: z.enum(EVIDENCE_LEVELS).nullable().default(null),
  version: z.int("is not a whole number").min(1, "is less than 1").max(1_000_000, "is too large"),
  title: line,
  kind: z.enum(RUNBOOK_KINDS).default("incident"),
  reviewed: z.iso.date("is no day such as 2026-11-25").nullable().default(null),
  phases: z
    .array(z.strictObject({ id, title: line, from: duration, until: duration }))
    .min(1, "is empty")
    .max(12, "has more than 12 entries"),
  rows: z
    .array(z.strictObject({ id, title: line }))
    .min(1, "is empty")
    .max(64, "has more than 64 entries"),
  facts: z.record(factName, fact).default({}),
  steps: z
    .array(step)
    .min(1, "is empty")
    .max(MOST_STEPS, `has more than ${String(MOST_STEPS)} entries`),
});

/** A help file, e.g. `compromised-key.help.yaml`: step id to its words. */
export const helpSource = z.record(
  id,
  z.strictObject({
    why: line,
    how: z.array(line).min(1, "is empty").max(5, "has more than five lines"),
    cannot: line,
  }),
);

/** A runbook file as read: defaults filled in, durations in milliseconds. */
export type RunbookSource = z.output<typeof runbookSource>;
export type HelpSource = z.output<typeof helpSource>;

/** The two files as one runbook. References are not checked here; see `checkRunbook`. */
export function toRunbook(source: RunbookSource, help: HelpSource): Runbook {
  return {
    ...source,
    steps: source.steps.map((each) => ({
      ...each,
      repeat: each.repeat === null ? null : withoutGaps(each.repeat),
    })),
    help,
  };
}

function withoutGaps(
  repeat: Readonly<Record<string, number | undefined>>,
): Readonly<Record<string, number>> {
  const known: Record<string, number> = {};
  for (const [severity, ms] of Object.entries(repeat)) if (ms !== undefined) known[severity] = ms;
  return known;
}
