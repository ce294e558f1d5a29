// The form of the table of duties as a file: strict, every reference checked.
import * as z from "zod";
import { KNOWN_STARTS } from "./start-facts.ts";
import { FILLERS, UNITS, type Content, type RegimeTable } from "./regime.ts";
import { isZone } from "./zone.ts";

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
  is_notice: z.boolean().optional(),
  role: z.enum(["controller", "processor"]).optional(),
  is_assumed: z.boolean().optional(),
  step: id.optional(),
  if_late: text.optional(),
  exceptions: z.array(text).optional(),
});

const words = z.array(id).min(1).optional();

const Regime = z.strictObject({
  id,
  name: text,
  where: text,
  status: z.enum(["in_force", "contract", "pending", "unverified"]),
  effective: day.optional(),
  default_on: z.boolean(),
  concerns: z.enum(["personal-data", "incident"]),
  applies: z
    .strictObject({ regions: words, kinds: words, we_are: words, contracts: words })
    .optional(),
  confidence: z.enum(["high", "medium", "low"]),
  source: text,
  trigger: text,
  clock_start: text,
  stages: z.array(Stage).min(1),
  keep: text.optional(),
  note: text.optional(),
  zone: z.string().refine(isZone, "is no time zone such as Europe/Berlin").optional(),
});

const KNOWN: ReadonlySet<string> = new Set(KNOWN_STARTS);

/** The file beside it: what each notice has to contain. */
export const ContentFile = z.record(
  id,
  z.strictObject({
    source: text,
    items: z
      .array(z.strictObject({ what: text, from: z.enum(FILLERS).optional() }))
      .min(1)
      .max(40),
  }),
);

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

/** As the program uses it: each row with what its notices contain. */
export function toTable(
  { meta, regimes }: z.output<typeof RegimeFile>,
  contents: z.output<typeof ContentFile> = {},
): RegimeTable {
  return {
    checkedOn: meta.checked_on,
    disclaimer: meta.disclaimer,
    regimes: regimes.map((regime) => {
      const content = contents[regime.id];
      return content === undefined ? regime : { ...regime, content: content as Content };
    }) as RegimeTable["regimes"],
  };
}
