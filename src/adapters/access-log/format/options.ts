// Columns that a person named: which fields there are, and what to say when a name is wrong.
import { ClaroIrError } from "../../../core/error.ts";
import { FIELD_NAMES, type Field } from "./event.ts";

type Columns = Readonly<Record<string, string>>;

/** Throws ClaroIrError `usage` for a field that the normal form has not. */
export function fieldsNamed(columns: Columns): readonly (readonly [Field, string])[] {
  return Object.entries(columns).map(([name, column]) => {
    const field = FIELD_NAMES.find((one) => one === name);
    if (field === undefined)
      throw new ClaroIrError(
        "usage",
        "unknown-field",
        "a column is given for a field that there is not.",
        {
          hint: `Fields: ${FIELD_NAMES.join(", ")}`,
        },
      );
    return [field, column];
  });
}

/** The note of a format whose fields have fixed places, when columns were named all the same. */
export function fixedColumns(columns: Columns): readonly string[] {
  return Object.keys(columns).length === 0
    ? []
    : ["Its fields have fixed places: the columns that were named were not used."];
}

/** A column that was named and is not there. */
export function unknownColumn(field: string, known: readonly string[]): ClaroIrError {
  return new ClaroIrError(
    "usage",
    "unknown-column",
    `the column named for ${field} is not in the file.`,
    {
      hint: `It has: ${known.slice(0, 40).join(", ")}`,
    },
  );
}
