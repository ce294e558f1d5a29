// The shape of claro-ir.yaml. Options of a provider, target or notifier stay open here: their own kind checks them when it is used.
import { z } from "zod";
import { RULES } from "../../core/audit/detection/rules.ts";
import { Compliance } from "./compliance-shape.ts";
import { addressProblem, isLoopback } from "../http/base-url.ts";

const Id = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, "is no id (letters, digits, . _ -, at most 64)");

const Operator = z.strictObject({
  id: Id.describe("who acts, as recorded in the journal"),
  role: z.enum(["owner", "admin", "member", "viewer"]).describe("role in the Claro workspace"),
});

const Recipient = z
  .string()
  .regex(/^age1[a-z0-9]{20,}$/, "is no age recipient (age1…)")
  .describe("age recipient of a person who may open sealed keys");

const Kind = z.string().min(1).describe("which definition reads the other options");

const Provider = z.looseObject({ kind: Kind });

/** What every kind of place takes. */
export const TargetOptions = z.object({
  key: z.string().min(1).optional().describe("name in the key register of the key it holds"),
  environment: z
    .enum(["production", "staging", "development"])
    .default("production")
    .describe("environment that uses the key"),
  provider: Id.optional().describe("who issued the key: a name under providers"),
});

const Target = z.looseObject({
  id: Id.describe("name of this place"),
  kind: Kind,
  ...TargetOptions.shape,
});

const Notifier = z.looseObject({
  id: Id.describe("name of this channel"),
  kind: Kind,
  fallback: Id.optional().describe("channel that is told when this one does not take a message"),
});

const Network = z
  .string()
  .refine((text) => z.union([z.cidrv4(), z.cidrv6()]).safeParse(text).success, {
    error: "is no network such as 10.0.0.0/8",
  });

const DAY_OR_INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z)?$/;

const Until = z
  .string()
  .refine((text) => DAY_OR_INSTANT.test(text) && !Number.isNaN(Date.parse(text)), {
    error: "is no day such as 2027-01-31, nor an instant such as 2027-01-31T12:00Z",
  })
  .describe(
    "ours up to the end of this day (UTC), or to this instant; then it is no longer applied",
  );

const OwnNetwork = z.union(
  [Network, z.strictObject({ network: Network, until: Until.optional() })],
  { error: "is no network such as 10.0.0.0/8, nor { network: 10.0.0.0/8, until: 2027-01-31 }" },
);

const KnownAgent = z.union(
  [z.string().min(1), z.strictObject({ agent: z.string().min(1), until: Until.optional() })],
  { error: "is no program such as acme-worker, nor { agent: acme-worker, until: 2027-01-31 }" },
);

const Source = z.strictObject({
  path: z.string().min(1).describe("file, folder or glob of an access log"),
  format: Id.optional().describe("claro-ir sources list; default: told by its content"),
  columns: z.record(Id, z.string()).optional().describe("field to column or JSON Pointer"),
  zone: z.string().min(1).optional().describe("IANA zone of times without one; default UTC"),
});

/** Each rule with the thresholds that it has; a name that is none is an error. */
const Thresholds = z.strictObject(
  Object.fromEntries(
    RULES.filter(({ thresholds }) => Object.keys(thresholds).length > 0).map((rule) => [
      rule.id,
      z
        .strictObject(
          Object.fromEntries(
            Object.entries(rule.thresholds).map(([name, usual]) => [
              name,
              z
                .number()
                .min(0)
                .optional()
                .describe(`without it ${String(usual)}`),
            ]),
          ),
        )
        .optional()
        .describe(rule.title),
    ]),
  ),
);

const Audit = z.strictObject({
  sources: z.array(Source).optional().describe("where access logs lie"),
  ownNetworks: z
    .array(OwnNetwork)
    .optional()
    .describe("our own networks; { network, until } for a time"),
  knownAgents: z
    .array(KnownAgent)
    .optional()
    .describe("programs of our own, as their user agents begin; { agent, until } for a time"),
  team: z
    .array(z.string().min(1))
    .optional()
    .describe("who works on incidents, by the names that logs use"),
  geo: z
    .string()
    .min(1)
    .optional()
    .describe(
      "CSV of networks with country, asn, latitude or longitude: places that logs do not name",
    ),
  singleLocation: z
    .array(z.string().min(1))
    .optional()
    .describe("keys that are used from one place only, by name: impossible travel is looked for"),
  thresholds: Thresholds.optional().describe("figures instead of the rules' own"),
  baselineDays: z.int().min(1).max(365).optional().describe("days that count as normal use"),
});

const Endpoint = z.string().refine((text) => {
  return addressProblem(text) === undefined && isLoopback(new URL(text));
}, "is no loopback address (http://127.0.0.1:<port>)");

/** The whole file, defaults filled in. Unknown keys are errors. */
export const ConfigFile = z
  .strictObject({
    version: z.literal(1).describe("version of this format"),
    workspace: z.string().min(1).optional().describe("slug of the Claro workspace"),
    store: z
      .string()
      .min(1)
      .optional()
      .describe("where incidents are kept: a folder, or a database URL as ${VAR}"),
    operators: z.array(Operator).optional().describe("who may act, and with which role"),
    recipients: z.array(Recipient).optional().describe("who can open a sealed replacement key"),
    identity: z
      .string()
      .min(1)
      .optional()
      .describe("age identity file that opens sealed keys here"),
    providers: z.record(Id, Provider).optional().describe("who issues keys, by name"),
    targets: z.array(Target).optional().describe("places that hold a key for a consumer"),
    notifiers: z.array(Notifier).optional().describe("channels for alerts"),
    audit: Audit.optional().describe("what is normal, for the analysis of access logs"),
    compliance: Compliance.optional().describe("duties to notify after a breach"),
    endpoints: z
      .record(z.string(), Endpoint)
      .optional()
      .describe("test overrides by kind, loopback only"),
  })
  .superRefine((file, context) => {
    unique(file.operators ?? [], "operators", context);
    unique(file.targets ?? [], "targets", context);
    unique(file.notifiers ?? [], "notifiers", context);
    standIns(file.notifiers ?? [], context);
    for (const [index, { provider }] of (file.targets ?? []).entries())
      if (provider !== undefined && !Object.hasOwn(file.providers ?? { claro: {} }, provider))
        context.addIssue({
          code: "custom",
          path: ["targets", index, "provider"],
          message: "is no name under providers",
        });
  })
  .meta({ title: "claro-ir.yaml", description: "Configuration of claro-ir" });

export type ConfigFile = z.output<typeof ConfigFile>;

/** JSON Schema (draft 2020-12) of the configuration file, for editors. */
export function configJsonSchema(): unknown {
  return z.toJSONSchema(ConfigFile, { io: "input" });
}

function unique(
  items: readonly { readonly id: string }[],
  list: string,
  context: z.RefinementCtx,
): void {
  const seen = new Set<string>();
  for (const [index, { id }] of items.entries()) {
    if (seen.has(id))
      context.addIssue({ code: "custom", path: [list, index, "id"], message: "is used twice" });
    seen.add(id);
  }
}

/** A channel that stands in for another is told only then: it must be there, and somebody must be told first. */
function standIns(notifiers: readonly z.output<typeof Notifier>[], context: z.RefinementCtx): void {
  const next = new Map(notifiers.map(({ id, fallback }) => [id, fallback]));
  for (const [index, { id, fallback }] of notifiers.entries()) {
    const message = standInProblem(id, fallback, next);
    if (message !== undefined)
      context.addIssue({ code: "custom", path: ["notifiers", index, "fallback"], message });
  }
}

function standInProblem(
  id: string,
  fallback: string | undefined,
  next: ReadonlyMap<string, string | undefined>,
): string | undefined {
  if (fallback === undefined) return undefined;
  if (!next.has(fallback)) return "is no id under notifiers";
  let at: string | undefined = fallback;
  for (let steps = 0; at !== undefined && steps < next.size; steps += 1) {
    if (at === id) return "leads back to this one";
    at = next.get(at);
  }
  return undefined;
}
