// What the schemas of outputs share: words for instants and keys, and the check that a schema and a TypeScript type say the same.
import { z } from "zod";
import { PRECISIONS } from "../../core/instant.ts";

type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;

/** Nothing to add where both directions fit; else a demand that no schema meets, so that the compiler stops there. */
type Agrees<Shape extends z.ZodType, Type> = [Frozen<z.output<Shape>>] extends [Frozen<Type>]
  ? [Frozen<Type>] extends [Frozen<z.output<Shape>>]
    ? unknown
    : { readonly "the schema is narrower than the type": never }
  : { readonly "the schema is wider than the type": never };

/** `sameAs<Status>()(schema)` gives the schema back, and compiles only while it describes exactly that type. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the type; the schema is inferred
export function sameAs<Type>(): <Shape extends z.ZodType>(
  shape: Shape & Agrees<Shape, Type>,
) => Shape {
  return (shape) => shape;
}

/** An instant as it is printed everywhere. */
export const Instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .meta({ format: "date-time", description: "UTC, ISO 8601 with milliseconds" });

export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe("SHA-256, hexadecimal");

export const Incident = z
  .string()
  .regex(/^(?:INC|ROT)-\d{8}-[0-9a-z]{4,}$/)
  .describe("id of the incident; ROT-… = a planned rotation, which is none");

/** Incidents that a command over all of them left out. */
export const LeftOutList = z
  .array(
    z.object({
      incident: Incident,
      why: z.string().describe("in one sentence"),
      isDamaged: z
        .boolean()
        .describe("false: a newer claro-ir wrote it, or its files may not be read"),
    }),
  )
  .describe(
    "incidents whose record cannot be read: claro-ir verify; exit 7 when one is damaged, else 2",
  );

export const IncidentKind = z
  .enum(["incident", "rotation"])
  .describe("rotation = planned, nothing leaked");

export const Count = z.int().nonnegative();

export const Milliseconds = z.int().nonnegative().describe("milliseconds");

export const Environment = z.enum(["production", "staging", "development"]);
export const ReplacementState = z
  .enum(["none", "created", "sealed", "discarded", "deployed", "in-use"])
  .describe("discarded = it was sealed, and an end of the incident threw the value away");
export const Strategy = z.enum(["contain-first", "replace-first", "safe-rotation"]);
export const Severity = z.enum(["P1", "P2", "P3", "P4"]);
export const Verdict = z
  .enum(["ALIVE", "DEAD", "UNVERIFIABLE"])
  .describe("DEAD only after three dead answers over at least 60 s of a value known to have lived");
export const Grade = z
  .enum(["E1", "E2", "E3"])
  .describe("E1 proved by machine, E2 attested with an artefact, E3 attested only");
export const PrecisionOf = z.enum(PRECISIONS).describe("how exactly occurredAt is known");
export const Last4 = z.string().max(4).describe("last four characters of the key");

/** The last event of a journal. */
export const Head = z
  .object({
    seq: Count.describe("number of the last event; 0 = none"),
    hash: z.string().describe("SHA-256 of that event's file, hexadecimal; empty = none"),
  })
  .describe("where the journal ends; write it down to notice a cut end (verify --anchor)");

/** The runbook an incident follows, pinned by digest. */
export const RunbookRef = z
  .object({ id: z.string(), version: z.int().positive(), sha256: Sha256 })
  .describe("the runbook pinned at declaration");

/** `credential` of anything that may belong to one key. */
export const OfCredential = z
  .string()
  .nullable()
  .describe("id of the key it is about, e.g. c1; null = the incident as a whole");

/** Somebody whom findings speak against, without what it did. */
export const CALLER_SHAPE = {
  name: z
    .string()
    .describe("an address, else a principal or agent; others = all not listed one by one"),
  members: Count.describe("how many are meant"),
  agents: z.array(z.string()).describe("without version, at most three"),
  country: z.string().nullable().describe("null = not said, or several"),
  network: z.string().nullable().describe("its operator; null = not said, or several"),
  requests: Count,
  refused: Count.describe("of them denied"),
  first: Instant,
  last: Instant,
  findings: z.array(z.string()).describe("ids of those that speak against it"),
};

/** When a finding's requests got what they asked for. */
export const Succeeded = z
  .object({ from: Instant, to: Instant })
  .nullable()
  .describe("first and last of its requests that succeeded; null = none did");
