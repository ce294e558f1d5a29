// What a kind of deploy target is: one file that exports a TargetModule, one line in index.ts. Options shared by every kind live here.
import { z } from "zod";

import type { ResolveReference } from "../../ports/config.ts";
import type { DeployTarget } from "../../ports/deploy-target.ts";
import type { Http } from "../../ports/http.ts";
import type { Clock } from "../../ports/system.ts";
import { addressProblem } from "../http/base-url.ts";
import { POINTER } from "../../core/pointer.ts";
import type { PresetDescription } from "./preset/describe.ts";

/** What a target needs from the program. */
export interface TargetDeps {
  readonly http: Http;
  readonly resolve: ResolveReference;
  /** Absolute folder that relative paths are relative to, and where programs run. */
  readonly folder: string;
  readonly clock: Clock;
  /** Base URLs by kind that replace the vendor's own in tests; loopback only. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** A kind of deploy target. Title, options (from `schema`), traps and example are what people read in `targets show`. */
export interface TargetModule {
  readonly id: string;
  readonly title: string;
  readonly schema: z.ZodType;
  readonly traps: readonly string[];
  /** One entry of `targets:` in the configuration file, as YAML. */
  readonly example: string;
  /** The best proof that this kind can give by itself: the value read back, its use by the consumer, or nothing. */
  readonly proves: "read-back" | "use" | "nothing";
  /** Ready-made options for well-known places of this kind. */
  presets?(): readonly PresetDescription[];
  /** Parses `options`; throws ZodError when they do not fit. */
  connect(id: string, options: Readonly<Record<string, unknown>>, deps: TargetDeps): DeployTarget;
}

const NOT_IN_ARGV = "holds a placeholder or ${…}: arguments are visible to every process here";
const NOT_NAMEABLE = /\$\{|\{\{\s*(secret|key|auth)\s*\}\}/;

/** A program and its arguments. Placeholders for secrets are refused: `ps` shows arguments to everybody. */
export const Argv = z
  .array(z.string().refine((word) => !NOT_NAMEABLE.test(word), NOT_IN_ARGV))
  .min(1, "names no program");

const Pointer = z.string().regex(POINTER, "is no JSON Pointer such as /key/last4").min(1);

const InUse = z
  .strictObject({
    url: z
      .string()
      .superRefine((url, context) => {
        const problem = url.includes("${") ? undefined : addressProblem(url);
        if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
      })
      .describe("address that answers a plain GET with JSON"),
    last4: Pointer.optional().describe("JSON Pointer to the last four characters of the key"),
    keyId: Pointer.optional().describe("JSON Pointer to the id of the key"),
  })
  .refine(
    (check) => check.last4 !== undefined || check.keyId !== undefined,
    "needs last4 or keyId",
  );

export type InUseOptions = z.output<typeof InUse>;

/** Options that every kind takes beside its own. */
export const shared = {
  reload: Argv.optional().describe(
    "program and arguments that make the consumer take the new key; no shell, 60 s",
  ),
  inUse: InUse.optional().describe(
    "where the consumer says which key it really uses: https, plain http on this machine alone",
  ),
};

export interface SharedOptions {
  readonly reload?: readonly string[] | undefined;
  readonly inUse?: InUseOptions | undefined;
}

/** The name of an environment variable. */
export const VariableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is no variable name (letters, digits, underscore)");
