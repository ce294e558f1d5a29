// Connecting what the configuration names: providers, targets, sealing. Each loads its library at first use.
import { lazyHttp } from "./adapters/http/lazy-http.ts";
import { createResolver } from "./adapters/config/resolve-reference.ts";
import { createSealer } from "./adapters/sealing/age-sealer.ts";
import type { App } from "./app/context.ts";
import { ClaroIrError } from "./core/error.ts";
import { Secret } from "./core/credential/secret.ts";
import type { Config } from "./ports/config.ts";
import type { Http } from "./ports/http.ts";
import type { Clock } from "./ports/system.ts";
import type { EntryList } from "./wiring-entries.ts";

interface Parts {
  readonly config: Config;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** A value that was resolved and is a secret: never to be printed. */
  remember(secret: Secret): void;
  /** Default: one of its own. */
  readonly http?: Http | undefined;
  /** What that one calls itself. */
  readonly agent?: string;
}

/** The ports that depend on the configuration. */
export function connectAdapters(
  parts: Parts,
): Pick<App, "sealer" | "provider" | "target" | "notifier"> {
  const { config, clock, env, home, agent } = parts;
  const http = parts.http ?? lazyHttp(agent === undefined ? { env } : { env, agent });
  const resolve = createResolver({ env, folder: config.folder, home });

  /** What the configuration names and does not fit is told at its line. */
  async function fitting<T>(list: EntryList, id: string, connect: () => T): Promise<T> {
    try {
      return connect();
    } catch (error) {
      if (!(error instanceof ClaroIrError)) throw error;
      const { entryProblem } = await import("./wiring-entries.ts");
      throw (await entryProblem(config, list, id)) ?? error;
    }
  }

  return {
    sealer: createSealer({ identityFile: config.identity, recipients: config.recipients }),
    async provider(id) {
      const found = config.providers.find((provider) => provider.id === id);
      if (found === undefined)
        throw new ClaroIrError("usage", "unknown-provider", `There is no provider "${id}" here.`, {
          hint: `configured: ${config.providers.map((provider) => provider.id).join(", ")}`,
        });
      const { connectProvider } = await import("./adapters/provider/index.ts");
      const deps = { http, resolve, endpoints: config.endpoints };
      return fitting("providers", id, () => connectProvider(found, deps));
    },
    async notifier(one) {
      const { connectNotifier } = await import("./adapters/notifier/index.ts");
      const deps = {
        http,
        resolve,
        remember: (value: string) => parts.remember(new Secret(value)),
        now: () => clock.now(),
        endpoints: config.endpoints,
      };
      return fitting("notifiers", one.id, () => connectNotifier(one, deps));
    },
    async target(definition) {
      const { connectTarget } = await import("./adapters/target/index.ts");
      const configured = config.targets.find((target) => target.id === definition.id);
      const whole = {
        key: null,
        environment: "production" as const,
        provider: null,
        ...configured,
        id: definition.id,
        kind: definition.kind,
        options: definition.options,
      };
      const deps = { http, resolve, folder: config.folder, clock, endpoints: config.endpoints };
      return fitting("targets", whole.id, () => connectTarget(whole, deps));
    },
  };
}
