// The form of the table of duties as a file: strict, every reference checked.
import * as z from "zod";
import { START_FACTS } from "./start-facts.ts";
import { UNITS, type RegimeTable } from "./regime.ts";

const text = z.string().min(1).max(600);
const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "is no name in small letters, digits and dashes");
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "is no day such as 2026-11-23");

const limits = {
  limit: z.int().min(0).max(3650).nullable(),
  unit: z.enum(UNITS).nullable(),
  from: z.string(),
};

const Stage = z.strictObject({
  id,
  to: text,
  ...limits,
  outer: z.strictObject(limits).optional(),
  calendar: id.optional(),
  rule: text.optional(),
  if_late: text.optional(),
  exceptions: z.array(text).optional(),
});

const Regime = z.strictObject({
  id,
  name: text,
  where: text,
  status: z.enum(["in_force", "contract", "pending", "unverified"]),
  effective: day.optional(),
  default_on: z.boolean(),
  confidence: z.enum(["high", "medium", "low"]),
  source: text,
  trigger: text,
  clock_start: text,
  stages: z.array(Stage).min(1),
  content: z.array(text).optional(),
  keep: text.optional(),
  note: text.optional(),
  zone: z.string().optional(),
});

const KNOWN: ReadonlySet<string> = new Set([
  ...START_FACTS.map(({ term }) => term),
  "declared_at",
  "end_of_calendar_year_of_discovery",
]);

/** The file. Unknown keys are errors; so is a start that nothing gives, and an id that is there twice. */
export const RegimeFile = z
  .strictObject({
    meta: z.strictObject({ schema: z.literal(1), checked_on: day, disclaimer: text }),
    regimes: z.array(Regime).min(1).max(200),
  })
  .superRefine(({ regimes }, context) => {
    const stages = new Set(
      regimes.flatMap((one) => one.stages.map((stage) => `${one.id}.${stage.id}`)),
    );
    const seen = new Set<string>();
    for (const [at, regime] of regimes.entries()) {
      if (seen.has(regime.id))
        context.addIssue({
          code: "custom",
          path: ["regimes", at, "id"],
          message: "is there twice",
        });
      seen.add(regime.id);
      for (const [place, { from }] of regime.stages.entries()) {
        const sent = /^(.+)\.sent_at$/.exec(from)?.[1];
        if (sent === undefined ? KNOWN.has(from) : stages.has(sent)) continue;
        context.addIssue({
          code: "custom",
          path: ["regimes", at, "stages", place, "from"],
          message: "is no start fact, and no notice of this table",
        });
      }
    }
  });

/** As the program uses it. */
export function toTable({ meta, regimes }: z.output<typeof RegimeFile>): RegimeTable {
  return {
    checkedOn: meta.checked_on,
    disclaimer: meta.disclaimer,
    regimes: regimes as RegimeTable["regimes"],
  };
}
