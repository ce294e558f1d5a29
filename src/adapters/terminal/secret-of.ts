// What was pasted as a key, believed only when it can be one.
import { ClaroIrError } from "../../core/error.ts";
import { Secret } from "../../core/credential/secret.ts";

/** The pasted value; undefined for none where that is `optional`. Exit 2 for nothing, and for what holds blanks. */
export function secretOf(value: string, optional: boolean): Secret | undefined {
  if (value === "" && optional) return undefined;
  if (value !== "" && !/\s/.test(value)) return new Secret(value);
  throw new ClaroIrError(
    "usage",
    "bad-paste",
    value === "" ? "Nothing was pasted." : "That holds blanks or line breaks: not one key.",
    { hint: "Copy the key alone and paste it again" },
  );
}
