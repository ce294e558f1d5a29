// The form of `compliance:` in the configuration: which duties to notify count here, by whose days, and what contracts ask.
import { z } from "zod";
import { UNITS } from "../../core/compliance/regime.ts";
import { KNOWN_STARTS } from "../../core/compliance/start-facts.ts";
import { isZone } from "../../core/compliance/zone.ts";
import { parseInstant } from "../../core/instant.ts";
import type { ComplianceConfig } from "../../ports/config.ts";

const Id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, "is no name in small letters, digits and dashes");

const Day = z
  .string()
  .refine(
    (text) => text.length === 10 && parseInstant(text) !== undefined,
    "is no day such as 2026-11-26",
  );

const Contract = z.strictObject({
  id: Id.describe("short name; the duty is then contract-<id>"),
  name: z.string().min(1).describe("the partner"),
  to: z.string().min(1).optional().describe("who is told there; default: the partner"),
  limit: z.int().min(0).max(3650).nullable().describe("0 = at once, null = no fixed time"),
  unit: z.enum(UNITS).optional().describe("default hours"),
  from: z.enum(KNOWN_STARTS).optional().describe("what starts it; default declared_at"),
});

export const Compliance = z.strictObject({
  table: z
    .string()
    .min(1)
    .optional()
    .describe("your own copy of regulatory-clocks.yaml, relative to this file"),
  regimes: z
    .record(Id, z.boolean())
    .optional()
    .describe("duties to notify switched on or off, by id (claro-ir clocks --all)"),
  timeZone: z
    .string()
    .refine(isZone, "is no time zone such as Europe/Berlin")
    .optional()
    .describe(
      "our own place: where days begin and end for duties that name no authority's; default UTC",
    ),
  calendars: z
    .record(Id, z.array(Day))
    .optional()
    .describe("holidays by list (us-federal, br …): local days that are no business days"),
  contact: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe("whom an authority may ask: name, role, e-mail, telephone"),
  contracts: z.array(Contract).max(100).optional().describe("partners who must be told"),
});

/** As the program uses it. `resolve` gives a path relative to the configuration's folder. */
export function complianceOf(
  given: z.output<typeof Compliance> | undefined,
  resolve: (path: string) => string,
): ComplianceConfig {
  const { table, regimes, timeZone, calendars, contracts, contact } = given ?? {};
  return {
    table: table === undefined ? null : resolve(table),
    regimes: regimes ?? {},
    zone: timeZone ?? "UTC",
    calendars: calendars ?? {},
    contact: contact ?? null,
    contracts: (contracts ?? []).map(({ id, name, to, limit, unit, from }) => ({
      id,
      name,
      ...(to === undefined ? {} : { to }),
      limit,
      unit: unit ?? "hours",
      from: from ?? "declared_at",
    })),
  };
}
