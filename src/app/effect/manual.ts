// Where there is no automation: the clicks for a person, as a refusal that carries them.
import { ClaroIrError } from "../../core/error.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import { KEY_NAMED } from "../match-key.ts";
import type { KeyProvider } from "../../ports/key-provider.ts";

/** Exit 3 with manual instructions; `lines` are shown one below the other. */
export class ManualStepError extends ClaroIrError {
  readonly lines: readonly string[];
  /** Name that the clicks give to a new key; the run that takes its value must be told the same. */
  readonly newName: string | undefined;

  constructor(
    code: string,
    message: string,
    lines: readonly string[],
    hint: string,
    newName?: string,
  ) {
    super("refused", code, message, { hint });
    this.lines = lines;
    this.newName = newName;
  }
}

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
