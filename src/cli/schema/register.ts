// Schemas of the key register and of the kinds of provider and target.
import { z } from "zod";
import type { RegisterEntry } from "../../core/credential/register.ts";
import { Count, Environment, Incident, Instant, Last4, sameAs, Sha256 } from "./shape.ts";

/** `keys show --json`. */
export const KeyShape = sameAs<RegisterEntry>()(
  z.object({
    id: z.string(),
    name: z.string(),
    environment: Environment,
    provider: z.string(),
    purpose: z.string().nullable().describe("null = not said"),
    owner: z.string().nullable().describe("team that answers for it; null = not said"),
    serviceAccount: z.boolean().nullable().describe("null = not said"),
    keyId: z.string().nullable().describe("id at the vendor; null = not known"),
    last4: Last4.nullable().describe("null = the value was not given"),
    prefix: z.string().nullable().describe("how the value begins; null = not known"),
    fingerprint: z
      .string()
      .nullable()
      .describe("keyed digest of the value, by which it is recognised; null = not known"),
    consumers: z.array(z.string()).describe("ids of places that hold it"),
    scopes: z.array(z.string()).describe("what it may do at the vendor"),
    siblings: z
      .array(z.string())
      .describe("other secrets in the same file or store: exposed together with it"),
    createdAt: Instant,
    rotatedAt: Instant.nullable().describe("when another took its place; null = it is the newest"),
    nextDueAt: Instant.describe("when it must be rotated"),
    status: z.enum(["active", "retiring", "compromised", "deleted", "lost"]),
    incident: Incident.nullable().describe("incident that changed it last; null = none"),
  }),
);

/** `keys list --json`. */
export const KeysListShape = z.object({ keys: z.array(KeyShape) });

/** `keys check --json`. */
export const KeysCheckShape = z.object({
  findings: z.array(
    z.object({
      id: z.string().describe("which rule, e.g. overdue"),
      key: z.string().nullable().describe("its name; null = no key of the register is meant"),
      why: z.string(),
      command: z.string().describe("mends it, or begins to"),
    }),
  ),
  notChecked: z
    .array(z.string())
    .describe("what could not be asked, and why: not known to be well"),
});

/** `keys due --json`. */
export const KeysDueShape = z.object({
  keys: z.array(
    z.object({
      name: z.string(),
      environment: Environment,
      owner: z.string().nullable().describe("null = not said"),
      dueAt: Instant,
      days: z.int().describe("whole days left; negative once it is late"),
      overdue: z.boolean(),
    }),
  ),
});

/** What was recorded on the register; of a dry run `durable` alone. */
const OnRegister = {
  durable: z.boolean().describe("false = a dry run: nothing was recorded"),
  seq: Count.optional().describe("number of the last event that was recorded; the head if none"),
  head: Sha256.or(z.literal("")).optional().describe("SHA-256 of that event's file; empty if none"),
  opId: z.string().optional().describe("give it to --op-id to repeat the command"),
  events: z.array(z.string()).optional().describe("types of the events recorded, in order"),
};

/** `keys import --json`. */
export const KeysImportShape = z.object({
  added: z.array(KeyShape),
  known: z.array(z.string()).describe("names of keys that were on the register"),
  ...OnRegister,
});

/** `keys add|edit|retire --json`. */
export const KeysAddShape = z.object({
  entry: KeyShape,
  ...OnRegister,
});

const Kind = z.object({ kind: z.string(), title: z.string() });

const proves = z
  .enum(["read-back", "use", "nothing"])
  .describe("what it can show by itself: the value lies there, is in use, or neither");

/** `targets list --json`. */
export const TargetsListShape = z.object({
  kinds: z.array(Kind.extend({ proves })),
  configured: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      key: z.string().nullable().describe("register name of its key; null = whichever it holds"),
      environment: Environment,
      provider: z.string().nullable().describe("null = the only one"),
    }),
  ),
});

const KindPage = Kind.extend({
  options: z.array(
    z.object({
      name: z.string().describe("nested ones by path, e.g. inUse.url"),
      required: z.boolean(),
      text: z.string(),
    }),
  ),
  traps: z.array(z.string()),
  example: z.string().describe("YAML, for claro-ir.yaml"),
});

const Preset = z.object({
  preset: z.string().describe("its name, for the option preset"),
  title: z.string(),
  asks: z
    .array(z.object({ name: z.string(), required: z.boolean(), text: z.string() }))
    .describe("what the option with has to say"),
  write: z.string().describe("the command: <name> is asked for, [ ] may be left out"),
  stdin: z.string().nullable().describe("null = the key alone"),
  read: z.string().nullable().describe("null = the store gives none back"),
  env: z.array(z.string()).describe("variables passed on to it"),
  traps: z.array(z.string()),
});

/** `targets show --json`. */
export const TargetsShowShape = KindPage.extend({
  proves,
  presets: z.array(Preset).describe("ready-made options for well-known places of this kind"),
});

/** `providers list --json`. */
export const ProvidersListShape = z.object({
  kinds: z.array(Kind),
  configured: z.array(z.object({ id: z.string(), kind: z.string() })),
});

/** `providers show --json`. */
export const ProvidersShowShape = KindPage.extend({
  acts: z
    .array(z.object({ act: z.string(), by: z.enum(["API", "hand", "nobody"]), text: z.string() }))
    .describe("what is done with keys, and by whom, as the example configures it"),
  clicks: z
    .record(z.string(), z.array(z.string()))
    .describe("clicks for what people do, by act; {{name}} and {{last4}} are filled in"),
  schema: z.record(z.string(), z.unknown()).describe("JSON Schema of the options"),
});
