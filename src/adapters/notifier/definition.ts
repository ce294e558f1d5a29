// What a kind of notifier is: one file that exports a NotifierModule, one line in index.ts. Options that several kinds take live here.
import { isIP } from "node:net";
import { z } from "zod";
import type { ResolveReference } from "../../ports/config.ts";
import type { Http } from "../../ports/http.ts";
import type { Notifier } from "../../ports/notifier.ts";
import { addressProblem } from "../http/base-url.ts";

/** What a notifier needs from the program. */
export interface NotifierDeps {
  readonly http: Http;
  readonly resolve: ResolveReference;
  /** An address or key that was resolved: never to be printed from now on. */
  remember(value: string): void;
  /** Epoch milliseconds. */
  now(): number;
  /** Base URLs by kind that replace the vendor's own in tests; loopback only. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** A kind of notifier. Title, options (from `schema`), traps and example are what people read in `notifiers show`. */
export interface NotifierModule {
  readonly kind: string;
  readonly title: string;
  readonly schema: z.ZodType;
  readonly traps: readonly string[];
  /** One entry of `notifiers:` in the configuration file, as YAML. */
  readonly example: string;
  /** Parses `options`; throws ZodError when they do not fit. Calls nothing and resolves nothing yet. */
  connect(id: string, options: Readonly<Record<string, unknown>>, deps: NotifierDeps): Notifier;
}

/** Whether a text is a reference, whose value is known only when it is used. */
export function isReference(text: string): boolean {
  return /^\$\{|^file:/.test(text);
}

/** An address to call, or the reference that holds it: an address with its secret in it has no business in the file. */
export const Address = z.string().superRefine((text, context) => {
  const problem = isReference(text) ? undefined : addressProblem(text);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});

const Network = z
  .string()
  .refine(
    (text) => isIP(text) !== 0 || z.union([z.cidrv4(), z.cidrv6()]).safeParse(text).success,
    "is no address or network such as 10.0.0.0/8",
  );

/** Options that every kind takes beside its own. */
export const shared = {
  fallback: z
    .string()
    .min(1)
    .optional()
    .describe("id of the notifier that is told instead when this one does not take a message"),
};

/** For kinds whose server may stand in one's own network. */
export const inside = {
  allow: z
    .array(Network)
    .default([])
    .describe("private addresses or networks that its name may lead to; all others are refused"),
};
