// The provider of a key, and the promise that no secret is sent to a provider that was only guessed.
import { ClaroIrError } from "../core/error.ts";
import type { CredentialState } from "../core/incident/state.ts";
import type { KeyProvider } from "../ports/key-provider.ts";
import type { App } from "./context.ts";

/** Fact that says whether a person (a flag, the configuration, the register) named the provider. */
export const PROVIDER_CONFIRMED = "providerConfirmed";

/** Connect the credential's provider. Exit 3 while it is only a guess from the key's prefix. */
export async function providerOf(app: App, credential: CredentialState): Promise<KeyProvider> {
  if (credential.facts[PROVIDER_CONFIRMED]?.value === "no")
    throw new ClaroIrError(
      "refused",
      "provider-guessed",
      `${credential.provider} is only a guess from the key's prefix ${credential.old.prefix ?? ""}; nothing is sent there.`,
      {
        hint: `claro-ir fact ${PROVIDER_CONFIRMED} yes --credential ${credential.id}`,
      },
    );
  return app.provider(credential.provider);
}
