// A vendor's click path with the names of this incident filled in.
import type { CredentialState } from "../../core/incident/state.ts";
import type { KeyProvider } from "../../ports/key-provider.ts";
import { KEY_NAMED } from "../match-key.ts";

/** What the vendor's page calls the key; a name that nobody gave is never invented. */
function shownName({ name, facts, old }: CredentialState): string {
  if (facts[KEY_NAMED]?.value !== "no") return name;
  return old.last4 === null ? "the leaked key" : `the key ending ..${old.last4}`;
}

/** Fill the names into a provider's click path. */
export function clicks(
  provider: KeyProvider,
  what: "create" | "delete" | "usage",
  credential: CredentialState,
  newName: string,
): readonly string[] {
  return provider.manual[what].map((line) =>
    line
      .replaceAll("{{name}}", what === "create" ? newName : shownName(credential))
      .replaceAll("{{last4}}", credential.old.last4 ?? "those of the leaked value"),
  );
}
