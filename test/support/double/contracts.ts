// The vendors' own descriptions of their APIs, where they are at hand: beside the checkout, or where CLARO_IR_CONTRACTS says.
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER =
  process.env["CLARO_IR_CONTRACTS"] ??
  join(import.meta.dirname, "..", "..", "..", "..", "shared", "contracts");

const said = new Set<string>();

/** One description, or undefined where it is not at hand. Says on stdout, once for each file, which of the two it is. */
export function contract(file: string): unknown {
  const path = join(FOLDER, file);
  const isThere = existsSync(path);
  if (!said.has(file)) {
    said.add(file);
    console.log(
      isThere
        ? `requests are checked against ${file}`
        : `SKIPPED: ${file} is not at hand, requests are checked by the test's own rules alone`,
    );
  }
  return isThere ? (JSON.parse(readFileSync(path, "utf8")) as unknown) : undefined;
}

/** Every JSON Schema below a folder, or undefined where it is not at hand. Says on stdout which of the two it is. */
export function contractSchemas(folder: string): readonly { readonly $id?: string }[] | undefined {
  const path = join(FOLDER, folder);
  const isThere = existsSync(path);
  console.log(
    isThere
      ? `documents are checked against ${folder}`
      : `SKIPPED: ${folder} is not at hand, documents are checked by the test's own rules alone`,
  );
  if (!isThere) return undefined;
  return globSync("**/*.json", { cwd: path }).map(
    (file) => JSON.parse(readFileSync(join(path, file), "utf8")) as { readonly $id?: string },
  );
}
