// The secret values this process has seen, so that none of them can leave by any door.
import { Secret } from "../credential/secret.ts";
import { secretForms, SHORTEST_FORM } from "./forms.ts";

export interface KnownSecret {
  readonly value: string;
  /** Every way it can be written, longest first. */
  readonly forms: readonly string[];
  /** Those that hold no other form: where none of them stands, none does. */
  readonly cores: readonly string[];
}

/** A value with the ways it can be written, in that order. */
export function knownSecret(value: string, forms: readonly string[]): KnownSecret {
  const cores = forms.filter((form) => !forms.some((one) => one !== form && form.includes(one)));
  return { value, forms, cores };
}

export interface KnownSecrets {
  /** Remember a value; one shorter than 8 characters is ignored, because removing it would shred ordinary text. */
  add(secret: Secret | string): void;
  entries(): readonly KnownSecret[];
}

/** An empty set of known secrets, one for each process. */
export function createKnownSecrets(): KnownSecrets {
  const known = new Map<string, KnownSecret>();
  return {
    add(secret) {
      const value = secret instanceof Secret ? secret.reveal() : secret;
      // A value read from a file may carry a newline that the log which repeats it has not.
      for (const each of [value, value.trim()])
        if (each.length >= SHORTEST_FORM && !known.has(each))
          known.set(each, knownSecret(each, secretForms(each)));
    },
    entries() {
      return [...known.values()];
    },
  };
}
