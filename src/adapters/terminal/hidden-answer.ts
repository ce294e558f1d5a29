// What was typed or pasted at a hidden question: a key, one of the offered letters, or nothing.
import { ClaroIrError } from "../../core/error.ts";
import { Secret } from "../../core/credential/secret.ts";

/** The value as a secret, one of `keys` as itself, nothing as undefined. Exit 2 for what holds blanks. */
export function hiddenAnswer(value: string, keys: readonly string[]): Secret | string | undefined {
  if (value === "") return undefined;
  if (keys.includes(value)) return value;
  if (!/\s/.test(value)) return new Secret(value);
  throw new ClaroIrError("usage", "bad-paste", "That holds blanks or line breaks: not one key.", {
    hint: "Copy the key alone and paste it again",
  });
}
