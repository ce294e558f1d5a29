// A kind of provider whose API is data: the vendor's file says what is its own, the rest is the same for all.
import { z } from "zod";
import type { KeyProvider } from "../../ports/key-provider.ts";
import { BaseUrl, Calls } from "./call.ts";
import { connectCalls, vendorAt } from "./connect.ts";
import type { ProviderDeps, ProviderModule } from "./definition.ts";
import type { Vendor } from "./http-call.ts";

/** What a vendor's file says. */
export interface VendorData<Schema extends z.ZodType> {
  readonly kind: string;
  readonly title: string;
  readonly schema: Schema;
  readonly traps: readonly string[];
  readonly example: string;
  /** The vendor's API. Calls that need the admin credential are left out where none is configured: a person makes these clicks. */
  calls(options: z.output<Schema>): z.input<typeof Calls>;
  manual(options: z.output<Schema>): KeyProvider["manual"];
  /** What the data cannot say: the provider made from it, changed. */
  adapt?(provider: KeyProvider, vendor: Vendor, deps: ProviderDeps): KeyProvider;
}

/** The kind as the registry takes it. */
export function vendorModule<Schema extends z.ZodType>(data: VendorData<Schema>): ProviderModule {
  const { kind, title, schema, traps, example } = data;
  return {
    kind,
    title,
    schema,
    traps,
    example,
    connect(id, given, deps) {
      const options = schema.parse(given);
      const calls = Calls.parse(data.calls(options));
      const who = { id, kind, title };
      const provider = connectCalls(who, calls, data.manual(options), deps);
      return data.adapt?.(provider, vendorAt(who, calls, deps), deps) ?? provider;
    },
  };
}

/** The option `baseUrl` of a vendor. */
export function baseUrl(usual: string, more = ""): z.ZodDefault<typeof BaseUrl> {
  return BaseUrl.default(usual).describe(`where the vendor's API is${more}`);
}

/** The option `auth` of a vendor; `what` names the credential as the vendor does. */
export function auth(what: string): z.ZodOptional<z.ZodString> {
  return z
    .string()
    .min(1)
    .optional()
    .describe(`${what}, as \${VAR} or file:<path>; without it people manage keys by hand`);
}

/** An option that becomes part of a path, such as a project's id. */
export function pathPart(what: string): z.ZodOptional<z.ZodString> {
  return z
    .string()
    .regex(/^[\w-]+$/, "is no id (letters, digits, _ and -)")
    .optional()
    .describe(what);
}
