// What a kind of key provider is: one file that exports a ProviderModule, one line in index.ts.
import type { z } from "zod";
import type { ResolveReference } from "../../ports/config.ts";
import type { Http } from "../../ports/http.ts";
import type { KeyProvider } from "../../ports/key-provider.ts";

/** What a provider needs from the program. */
export interface ProviderDeps {
  readonly http: Http;
  readonly resolve: ResolveReference;
  /** Base URLs by kind that replace the configured ones in tests; loopback only. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** A kind of key provider. Title, options (from `schema`), traps and example are what people read in `providers show`. */
export interface ProviderModule {
  readonly kind: string;
  readonly title: string;
  readonly schema: z.ZodType;
  readonly traps: readonly string[];
  /** One entry of `providers:` in the configuration file, as YAML. */
  readonly example: string;
  /** Parses `options`; throws ZodError when they do not fit. Calls nothing and resolves nothing yet. */
  connect(id: string, options: Readonly<Record<string, unknown>>, deps: ProviderDeps): KeyProvider;
}
