// Whose key is it, which environment, what name: from the register, the answers and the configuration, in that order of trust.
import type { RegisterEntry } from "../core/credential/register.ts";
import { vendorsOf } from "../core/credential/vendor.ts";
import type { Secret } from "../core/credential/secret.ts";
import type { Environment, Strategy } from "../core/incident/event.ts";
import type { App } from "./context.ts";
import { leftOut } from "./list.ts";
import { readRegister } from "./register.ts";

/** Fact that says whether anybody named the key; `no` where its name was made up from environment and provider. */
export const KEY_NAMED = "keyNamed";

/** A key as somebody described it: by name, by value, or both. */
export interface KeyClaim {
  readonly name: string | undefined;
  readonly secret: Secret | undefined;
  readonly keyId: string | undefined;
}

/** Answers that hold for every key named in one command. */
export interface KeyAnswers {
  readonly environment: Environment | undefined;
  readonly provider: string | undefined;
  readonly targets: readonly string[];
  /** Facts about the key, e.g. `outageTolerance`, `replacementEta`, `keyCan`. */
  readonly facts: Readonly<Record<string, string>>;
  readonly strategy: Strategy | undefined;
  readonly because: string | undefined;
}

export interface Matched {
  readonly name: string;
  readonly environment: Environment;
  readonly provider: string;
  /** Somebody named the provider: a flag, the register, or a configuration that leaves only one. */
  readonly confirmed: boolean;
  readonly keyId: string | null;
  /** Its name is somebody's, not made up. */
  readonly named: boolean;
}

function environmentOf(name: string | undefined): Environment {
  const named = (["production", "staging", "development"] as const).find((one) =>
    name?.startsWith(`${one}-`),
  );
  return named ?? "production";
}

function isRegistered(entry: RegisterEntry, claim: KeyClaim, fingerprint: string | null): boolean {
  if (fingerprint !== null && entry.fingerprint === fingerprint) return true;
  return claim.name !== undefined && entry.name === claim.name && entry.status === "active";
}

/** The provider: named, registered, or the only configured one that the value's prefix allows; else a guess that nothing is sent to. */
function providerOf(
  app: App,
  claim: KeyClaim,
  named: string | undefined,
): { readonly provider: string; readonly confirmed: boolean } {
  if (named !== undefined) return { provider: named, confirmed: true };
  const vendors = claim.secret === undefined ? [] : vendorsOf(claim.secret.reveal());
  const possible = app.config.providers.filter(
    (one) => vendors.length === 0 || vendors.includes(one.id) || vendors.includes(one.kind),
  );
  const [first] = possible;
  if (first !== undefined && possible.length === 1)
    return { provider: first.id, confirmed: app.config.file !== null };
  return { provider: vendors[0] ?? first?.id ?? "claro", confirmed: false };
}

/** The register as far as it can be read: one that cannot be read holds up no declaration. */
async function registered(app: App): Promise<readonly RegisterEntry[]> {
  try {
    return await readRegister(app);
  } catch (error) {
    app.say(`warning: the key register is passed over: ${leftOut("register", error).why}`);
    return [];
  }
}

/** Complete a claim. */
export async function matchKey(
  app: App,
  claim: KeyClaim,
  answers: KeyAnswers,
  fingerprint: string | null,
): Promise<Matched> {
  const register = await registered(app);
  const known = register.find((entry) => isRegistered(entry, claim, fingerprint));
  const { provider, confirmed } = providerOf(app, claim, answers.provider ?? known?.provider);
  const environment = answers.environment ?? known?.environment ?? environmentOf(claim.name);
  return {
    name: claim.name ?? known?.name ?? `${environment}-${provider}-key`,
    environment,
    provider,
    confirmed,
    keyId: claim.keyId ?? known?.keyId ?? null,
    named: claim.name !== undefined || known !== undefined,
  };
}
