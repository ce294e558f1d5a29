// The table of duties to notify: compiled at build, else read from its YAML with every problem at its line.
import { join } from "node:path";
import type { RegimeTable } from "../../core/compliance/regime.ts";
import { ClaroIrError } from "../../core/error.ts";
import { readIfThere, readText } from "./read-text.ts";

/** Name of the table beside the runbooks. */
export const REGULATORY_CLOCKS = "regulatory-clocks";

/** Read and check a table. Throws ClaroIrError `usage` naming file, line and column of the first problem. */
export async function readRegimes(file: string): Promise<RegimeTable> {
  const [{ readDocument }, { RegimeFile, toTable }] = await Promise.all([
    import("./document.ts"),
    import("../../core/compliance/schema.ts"),
  ]);
  const document = readDocument(await readText(file));
  const [problem] = document.problems;
  if (problem !== undefined) throw invalid(file, problem.line, problem.column, problem.message);
  const parsed = RegimeFile.safeParse(document.value);
  if (parsed.success) return toTable(parsed.data);
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const { line, column } = document.locate(path, issue?.code === "unrecognized_keys");
  throw invalid(file, line, column, `${path.map(String).join(".")} ${issue?.message ?? ""}`);
}

function invalid(file: string, line: number, column: number, what: string): ClaroIrError {
  return new ClaroIrError(
    "usage",
    "clocks-invalid",
    `${file}:${String(line)}:${String(column)} ${what}`,
    { hint: "mend that line of the table" },
  );
}

/** The table that came with the package. */
export async function loadRegimes(packageRoot: string): Promise<RegimeTable> {
  const built = await readIfThere(
    join(packageRoot, "dist", "runbooks", `${REGULATORY_CLOCKS}.json`),
  );
  if (built !== undefined) return JSON.parse(built) as RegimeTable;
  return readRegimes(join(packageRoot, "runbooks", `${REGULATORY_CLOCKS}.yaml`));
}
