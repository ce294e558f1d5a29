// Env files: variables whose name or value says that they hold a key. Values stay here.
import { basename } from "node:path";
import { parseEnv } from "node:util";
import { vendorsOf } from "../../core/credential/vendor.ts";
import { looksLikeSecret } from "../../core/redaction/redact.ts";
import { environmentOf, namesKey, type FoundPlace } from "../../core/setup/place.ts";
import type { Surveyor } from "./surveyor.ts";

const EXAMPLE = /(^|[.-])(example|sample|template|dist|default)s?([.-]|$)/i;
/** Stands for a key where none is: in examples, and where another file has it. */
const NO_KEY = /placeholder|change[-_]?me|example|your[-_]|xxx|dummy|\$\{|^<.*>$/i;
/** Shorter values are no keys. */
const SHORTEST = 12;

export const envFile: Surveyor = {
  id: "env-file",
  wants(path) {
    const name = basename(path);
    return /^\.env(\..+)?$|\.env$/.test(name) && !EXAMPLE.test(name);
  },
  places: (path, text) => keysIn(text).map((found) => placeOf("dotenv", path, found)),
};

interface Found {
  readonly variable: string;
  readonly vendors: readonly string[];
}

/** Variables of an env file that hold a key. */
export function keysIn(text: string): readonly Found[] {
  return Object.entries(parseEnv(text)).flatMap(([variable, value = ""]) => {
    const isKey =
      value.length >= SHORTEST &&
      !NO_KEY.test(value) &&
      (namesKey(variable) || looksLikeSecret(value));
    return isKey ? [{ variable, vendors: vendorsOf(value) }] : [];
  });
}

export function placeOf(kind: string, path: string, { variable, vendors }: Found): FoundPlace {
  return {
    kind,
    options: { path, variable },
    environment: environmentOf(path),
    where: `${path} ${variable}`,
    vendors,
  };
}
