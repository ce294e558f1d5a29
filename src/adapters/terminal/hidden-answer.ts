// What was typed or pasted at a hidden question: a key, one of the offered letters, or nothing.
import { ClaroIrError } from "../../core/error.ts";
import { Secret } from "../../core/credential/secret.ts";

/** No vendor's keys are shorter: a letter or a word typed here is a mistake. */
const SHORTEST_KEY = 8;

/** The value as a secret, one of `keys` as itself, nothing as undefined. Exit 2 for what is too short or holds blanks. */
export function hiddenAnswer(value: string, keys: readonly string[]): Secret | string | undefined {
  if (value === "") return undefined;
  if (keys.includes(value)) return value;
  if (value.length < SHORTEST_KEY)
    throw new ClaroIrError(
      "usage",
      "bad-paste",
      `That is ${value.length === 1 ? "one character" : `${String(value.length)} characters`}: hardly a key.`,
      { hint: "Copy the whole key and paste it again; Enter alone goes on without it" },
    );
  if (/^(?:~?|\.{1,2})\/|^[A-Za-z]:\\/.test(value))
    throw new ClaroIrError("usage", "bad-paste", "That is the path of a file, not a key.", {
      hint: "Open the file, copy the key alone and paste it",
    });
  if (!/\s/.test(value)) return new Secret(value);
  throw new ClaroIrError("usage", "bad-paste", "That holds blanks or line breaks: not one key.", {
    hint: "Copy the key alone and paste it again",
  });
}
