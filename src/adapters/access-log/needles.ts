// Which bytes a line must hold to name one of the keys: so that the other lines need not be parsed.
import type { KeyNames } from "../../core/audit/activity.ts";

// Characters that JSON, CSV and the logs of web servers write as they stand. A slash is escaped by some (PHP), which is looked
// for as well; anything else may be written in too many ways.
const PLAIN = /^[\w .:@=,;()[\]{}|+/~-]+$/;

/**
 * The texts to look for, or null when a name holds characters that logs escape: then every line has to be parsed. A name of
 * plain characters that somebody escaped all the same is found by `--every-line` alone.
 */
export function needlesOf(keys: readonly KeyNames[]): readonly Uint8Array[] | null {
  const names = keys.flatMap((key) => key.names);
  if (!names.every((name) => PLAIN.test(name))) return null;
  const texts = names.flatMap((name) =>
    name.includes("/") ? [name, name.replaceAll("/", String.raw`\/`)] : [name],
  );
  return [...new Set(texts)].map((text) => Buffer.from(text, "latin1"));
}
