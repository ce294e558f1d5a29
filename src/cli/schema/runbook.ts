// Schemas of the playbook commands: the runbook as data, its problems, its graph.
import { z } from "zod";
import type { FileProblem } from "../../adapters/runbook/parse.ts";
import type { Breach } from "../../core/incident/walk-key.ts";
import type { RunbookGraph } from "../../core/runbook/graph.ts";
import {
  EVIDENCE_LEVELS,
  RUNBOOK_KINDS,
  type Condition,
  type FactType,
  type Runbook,
  type Step,
  type StepHelp,
} from "../../core/runbook/runbook.ts";
import { Count, Milliseconds, sameAs, Sha256 } from "./shape.ts";
import { DECIDES, EFFECT, GUARD, ROLE, SCOPES, STEP_KINDS, TIERS } from "./step-words.ts";

export const FACT_TYPE = sameAs<FactType>()(
  z.enum(["text", "enum", "instant", "number", "duration", "flag", "list"]),
);

const ConditionShape: z.ZodType<Condition> = z
  .union([
    z.object({ all: z.array(z.lazy(() => ConditionShape)) }),
    z.object({ any: z.array(z.lazy(() => ConditionShape)) }),
    z.object({ not: z.lazy(() => ConditionShape) }),
    z.object({ fact: z.string(), is: z.array(z.string()) }),
    z.object({ known: z.string() }),
  ])
  .meta({ id: "condition", description: "a closed set of conditions on facts" });

/** A step but for its condition. */
export const StepBase = sameAs<Omit<Step, "when">>()(
  z.object({
    id: z.string(),
    title: z.string(),
    phase: z.string(),
    row: z.string().describe("row that people see it in"),
    scope: SCOPES,
    tier: TIERS,
    kind: STEP_KINDS,
    role: ROLE,
    needs: z.array(z.string()).describe("steps to settle before this one can be done"),
    guard: GUARD,
    effect: EFFECT,
    decides: DECIDES,
    budget: Milliseconds.nullable().describe(
      "soft limit in milliseconds; null = set by a notification clock or contract",
    ),
    repeat: z
      .record(z.string(), Milliseconds)
      .nullable()
      .describe("interval in milliseconds by severity; null = once"),
    inputs: z.array(z.string()).describe("names of facts"),
    first: z.boolean().describe("it comes before any key is treated"),
    selfCompleting: z.boolean().describe("knowing all inputs is the whole of it"),
    evidence: z.array(z.string()).describe("what to keep, in words"),
    verify: z.string().describe("how it is verified, in words"),
    postmortem: z.array(z.string()).describe("what it feeds in the post-mortem"),
  }),
);

export const StepHelpShape = sameAs<StepHelp>()(
  z.object({
    why: z.string(),
    how: z.array(z.string()).describe("one short line each"),
    cannot: z.string().describe("what to do when you cannot do it yourself"),
  }),
);

const Row = z.object({ id: z.string(), title: z.string() });

/** `runbook show --json`. */
export const RunbookShowShape = sameAs<Runbook & { readonly sha256: string }>()(
  z.object({
    id: z.string(),
    for: z.string().nullable().describe("when it is the right one, in a line; null = not said"),
    evidenceLevel: z
      .enum(EVIDENCE_LEVELS)
      .nullable()
      .describe("what is known where nobody says otherwise; null = nothing"),
    version: z.int().positive(),
    title: z.string(),
    kind: z.enum(RUNBOOK_KINDS).describe("rotation = for keys rotate, no incident"),
    reviewed: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/)
      .nullable()
      .describe("day on which somebody last read it against the world as it is; null = not said"),
    phases: z.array(
      Row.extend({
        from: Milliseconds.describe("milliseconds after the declaration"),
        until: Milliseconds.describe("milliseconds after the declaration: due"),
      }),
    ),
    rows: z.array(Row),
    facts: z.record(
      z.string(),
      z.object({
        title: z.string(),
        type: FACT_TYPE,
        scope: SCOPES,
        values: z.array(z.string()).describe("allowed values of an enum"),
        lies: z
          .enum(["past", "ahead", "either"])
          .optional()
          .describe("of an instant; nothing = past"),
      }),
    ),
    steps: z.array(
      StepBase.extend({ when: ConditionShape.nullable().describe("null = always applies") }),
    ),
    help: z.record(z.string(), StepHelpShape).describe("by step"),
    sha256: Sha256,
  }),
);

/** `runbook list --json`. */
export const RunbookListShape = z.object({
  runbooks: z.array(
    z.object({
      id: z.string(),
      version: z.int().positive(),
      title: z.string(),
      for: z.string().nullable().describe("when it is the right one, in a line; null = not said"),
      steps: Count,
    }),
  ),
});

/** `runbook validate --json`; exit 1 when there are problems. */
export const RunbookValidateShape = z.object({
  file: z.string(),
  valid: z.boolean(),
  problems: z.array(
    sameAs<FileProblem>()(
      z.object({
        file: z.string(),
        line: Count.describe("from 1"),
        column: Count.describe("from 1"),
        path: z.string().describe("dotted, e.g. steps.3.kind; empty = the file as a whole"),
        message: z.string(),
      }),
    ),
  ),
});

/** `runbook check --json`; exit 1 when a rule can be broken. */
export const RunbookCheckShape = z.object({
  id: z.string(),
  steps: Count,
  keyStates: Count.describe("states of a key that were walked, in production and outside"),
  incidentStates: Count.describe("sets of settled phases of the incident, open and ended"),
  ways: Count.describe("ways through the checklist, by evidence level and strategy"),
  breaches: z.array(
    sameAs<Breach>()(
      z.object({
        invariant: z.string().describe("the rule that can be broken"),
        trace: z.array(z.string()).describe("the shortest way to it"),
      }),
    ),
  ),
});

/** `runbook graph --json`. */
export const RunbookGraphShape = sameAs<RunbookGraph>()(
  z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        phase: z.string(),
        row: z.string(),
        scope: SCOPES,
        tier: TIERS,
        kind: STEP_KINDS,
        role: ROLE,
        effect: EFFECT,
        when: z.string().nullable().describe("when it applies, in words; null = always"),
      }),
    ),
    edges: z
      .array(z.object({ from: z.string(), to: z.string() }))
      .describe("`to` can be done once `from` is settled"),
  }),
);

/** `runbook export --json`: a CACAO 2.0 playbook, whose whole schema is OASIS's; or where it was written. */
export const RunbookExportShape = z.union([
  z.looseObject({
    type: z.literal("playbook"),
    spec_version: z.literal("cacao-2.0"),
    id: z.string(),
    name: z.string(),
    workflow_start: z.string(),
    workflow: z.record(z.string(), z.looseObject({ type: z.string() })),
  }),
  z.object({ file: z.string().describe("path of the document") }),
]);
