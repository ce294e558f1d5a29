// Every kind of key provider. A new one is one file beside this one and one line in PROVIDERS.
import { z } from "zod";
import { ClaroIrError } from "../../core/error.ts";
import type { AdapterConfig } from "../../ports/config.ts";
import type { KeyProvider } from "../../ports/key-provider.ts";
import { anthropic } from "./anthropic.ts";
import { awsIam } from "./aws-iam.ts";
import { claroProvider } from "./claro.ts";
import { cloudflare } from "./cloudflare.ts";
import { describeModule, type ProviderWords } from "./describe.ts";
import type { ProviderDeps, ProviderModule } from "./definition.ts";
import { githubToken } from "./github-token.ts";
import { httpProvider } from "./http.ts";
import { openai } from "./openai.ts";
import { sendgrid } from "./sendgrid.ts";

/** In the order in which people are offered them. */
export const PROVIDERS: readonly ProviderModule[] = [
  claroProvider,
  openai,
  anthropic,
  awsIam,
  githubToken,
  cloudflare,
  sendgrid,
  httpProvider,
];

/** Connect a configured provider. Nothing is called yet. Throws ClaroIrError `usage` for an unknown kind or options that do not fit. */
export function connectProvider(config: AdapterConfig, deps: ProviderDeps): KeyProvider {
  const module = moduleOf(config.kind);
  try {
    return module.connect(config.id, config.options, deps);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const issue = error.issues[0];
    const where = ["providers", config.id, ...(issue?.path ?? [])].map(String).join(".");
    // The issue's own error is not kept as a cause: it holds the options as they were given.
    throw new ClaroIrError(
      "usage",
      "bad-provider",
      `${where}: ${issue?.message ?? "does not fit"}`,
      {
        hint: `claro-ir providers show ${config.kind}`,
      },
    );
  }
}

/** By kind, what its options are parsed with. */
export const providerSchemas: ReadonlyMap<string, z.ZodType> = new Map(
  PROVIDERS.map((one) => [one.kind, one.schema]),
);

/** A kind's page, from the definition that parses it. Throws ClaroIrError `usage` for an unknown kind. */
export function describeProvider(kind: string): ProviderWords {
  return describeModule(moduleOf(kind));
}

function moduleOf(kind: string): ProviderModule {
  const found = PROVIDERS.find((module) => module.kind === kind);
  if (found !== undefined) return found;
  const known = PROVIDERS.map((module) => module.kind).join(", ");
  throw new ClaroIrError("usage", "unknown-kind", `there is no such kind of provider (${known})`, {
    hint: "claro-ir providers list",
  });
}
