// Every kind of key provider. A new one is one file beside this one and one line in PROVIDERS.
import { z } from "zod";
import { ClaroIrError } from "../../core/error.ts";
import type { AdapterConfig } from "../../ports/config.ts";
import type { KeyProvider } from "../../ports/key-provider.ts";
import { anthropic } from "./anthropic.ts";
import { awsIam } from "./aws-iam.ts";
import { claroProvider } from "./claro.ts";
import { cloudflare } from "./cloudflare.ts";
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

/** One option of a kind, for people. */
export interface OptionWords {
  readonly name: string;
  readonly required: boolean;
  readonly text: string;
}

/** What `providers show <kind>` says. */
export interface ProviderWords {
  readonly kind: string;
  readonly title: string;
  readonly options: readonly OptionWords[];
  readonly traps: readonly string[];
  readonly example: string;
  /** JSON Schema (draft 2020-12) of the options. */
  readonly schema: unknown;
}

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

/** A kind's options, traps and example, from the definition that parses it. Throws ClaroIrError `usage` for an unknown kind. */
export function describeProvider(kind: string): ProviderWords {
  const { title, schema, traps, example } = moduleOf(kind);
  const json = z.toJSONSchema(schema, { io: "input" });
  const required = new Set(json.required);
  const options = Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    required: required.has(name),
    text: (typeof property === "object" ? property.description : undefined) ?? "",
  }));
  return { kind, title, options, traps, example, schema: json };
}

function moduleOf(kind: string): ProviderModule {
  const found = PROVIDERS.find((module) => module.kind === kind);
  if (found !== undefined) return found;
  const known = PROVIDERS.map((module) => module.kind).join(", ");
  throw new ClaroIrError("usage", "unknown-kind", `there is no such kind of provider (${known})`, {
    hint: "claro-ir providers list",
  });
}
