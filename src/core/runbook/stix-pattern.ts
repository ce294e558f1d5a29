// A step's condition as CACAO wants it: a comparison expression of the STIX patterning grammar over playbook variables.
import type { Condition } from "./runbook.ts";

/** The playbook variable of a fact. */
export function variableOf(fact: string): string {
  return `__${fact.replaceAll(/[^A-Za-z0-9_-]/g, "_")}__`;
}

function literal(value: string): string {
  return `'${value.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}

function comparison(fact: string, values: readonly string[], isDenied: boolean): string {
  const variable = `${variableOf(fact)}:value`;
  const [only] = values;
  if (values.length === 1 && only !== undefined)
    return `${variable} ${isDenied ? "!=" : "="} ${literal(only)}`;
  return `${variable} ${isDenied ? "NOT IN" : "IN"} (${values.map(literal).join(", ")})`;
}

/** The expression. A fact that is not known has an empty value; NOT is moved inward, because the grammar denies comparisons only. */
export function toPattern(condition: Condition, isDenied = false): string {
  if ("not" in condition) return toPattern(condition.not, !isDenied);
  if ("known" in condition)
    return `${variableOf(condition.known)}:value ${isDenied ? "=" : "!="} ''`;
  if ("fact" in condition) return comparison(condition.fact, condition.is, isDenied);
  const parts = "all" in condition ? condition.all : condition.any;
  const isAnd = "all" in condition !== isDenied;
  const joined = parts.map((part) => toPattern(part, isDenied)).join(isAnd ? " AND " : " OR ");
  return parts.length > 1 ? `(${joined})` : joined;
}
