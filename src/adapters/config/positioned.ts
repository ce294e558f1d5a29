// Checking the configuration's text: YAML to data with every complaint at its line and column. No complaint quotes a value.
import {
  isMap,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
} from "yaml";
import type { z } from "zod";
import { addressProblem } from "../http/base-url.ts";
import { ConfigFile } from "./schema.ts";
import { looksSecret } from "./secret-literal.ts";

/** One thing that is wrong, where, and how to put it right. Lines and columns count from 1. */
export interface Complaint {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}

export type Checked =
  | { readonly ok: true; readonly file: ConfigFile }
  | { readonly ok: false; readonly complaints: readonly [Complaint, ...Complaint[]] };

const REFERENCE_HINT = "write ${VARIABLE} or file:<path> there, and rotate what was written";
/** Options that hold other programs' arguments or prose: their addresses are not called by this program. */
const NOT_CALLED = new Set(["note", "write", "read", "reload"]);

/** The text of a configuration file as data, or what is wrong with it: syntax first, then secrets written out, then its shape. */
export function checkConfig(text: string): Checked {
  const { document, lines } = parsed(text);
  for (const look of [syntax, literals]) {
    const [first, ...rest] = look(document, lines);
    if (first !== undefined) return { ok: false, complaints: [first, ...rest] };
  }
  const result = ConfigFile.safeParse(document.toJS({ maxAliasCount: 0 }) ?? {});
  if (result.success) return { ok: true, file: result.data };
  const [first, ...rest] = result.error.issues.map((issue) => misfit(document, lines, issue));
  if (first === undefined) throw new Error("a schema that fails names no issue");
  return { ok: false, complaints: [first, ...rest] };
}

/** Where each of these issues stands in the text of a configuration file, whose paths begin at its top; what is written before what is missing. */
export function complaintsAt(text: string, issues: readonly z.core.$ZodIssue[]): Complaint[] {
  const { document, lines } = parsed(text);
  const written = issues.filter((issue) => issue.code === "unrecognized_keys");
  const others = issues.filter((issue) => issue.code !== "unrecognized_keys");
  return [...written, ...others].map((issue) => misfit(document, lines, issue));
}

function parsed(text: string): { readonly document: Document; readonly lines: LineCounter } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    // The library's pretty errors quote the source.
    prettyErrors: false,
    // The library compares every pair of keys, which takes seconds for a hostile file: `syntax` looks itself.
    uniqueKeys: false,
    stringKeys: true,
    strict: true,
  });
  return { document, lines };
}

function syntax(document: Document, lines: LineCounter): Complaint[] {
  const complaints = [...document.errors, ...document.warnings].map((error) => {
    const what = error.code.toLowerCase().replaceAll("_", " ");
    return at(lines, error.pos[0], "", `is not valid YAML here (${what})`);
  });
  visit(document, {
    Alias: (_key, node) => {
      complaints.push(at(lines, node.range?.[0], "", "holds an alias, which is not supported"));
    },
    Map: (_key, { items }) => {
      for (const { key } of twice(items))
        complaints.push(at(lines, placeOf(key), "", "is not valid YAML here (duplicate key)"));
    },
  });
  return complaints;
}

/** Pairs whose key an earlier one has. */
function twice(items: readonly Pair[]): readonly Pair[] {
  const seen = new Set<string>();
  return items.filter((pair) => {
    const name = keyName(pair);
    const isAgain = seen.has(name);
    seen.add(name);
    return isAgain;
  });
}

function placeOf(key: unknown): number | undefined {
  return isScalar(key) ? key.range?.[0] : undefined;
}

/** Values that must not stand here in clear: secrets, and addresses that would carry a key unprotected. */
function literals(document: Document, lines: LineCounter): Complaint[] {
  const complaints: Complaint[] = [];
  visit(document, {
    Scalar: (key, node, ancestors) => {
      if (typeof node.value !== "string") return;
      const names = ancestors.filter(isPair).map(keyName);
      const field = key === "key" ? "" : (names.at(-1) ?? "");
      if (looksSecret(field, node.value)) {
        const path = names.filter((name) => !looksSecret("", name)).join(".");
        const message = "looks like a secret written out, which is refused";
        complaints.push({ ...at(lines, node.range?.[0], path, message), hint: REFERENCE_HINT });
      } else if (/^http:/i.test(node.value) && !names.some((name) => NOT_CALLED.has(name))) {
        const problem = addressProblem(node.value);
        if (problem !== undefined)
          complaints.push(at(lines, node.range?.[0], names.join("."), problem));
      }
    },
  });
  return complaints;
}

function misfit(document: Document, lines: LineCounter, issue: z.core.$ZodIssue): Complaint {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  const extra = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const parent = nodeAt(document, path);
  const pair = isMap(parent) && extra !== undefined ? pairOf(parent.items, extra) : undefined;
  const node = isScalar(pair?.key) ? pair.key : parent;
  const where = [...path, ...(extra === undefined ? [] : [nameable(extra)])].join(".");
  const isMissing = issue.code === "invalid_type" && !document.hasIn(path);
  return at(lines, node?.range?.[0], where, isMissing ? "is missing" : messageOf(issue));
}

/** A key that nobody knows may be a secret in the wrong place: it is named only when it reads as a word. */
function nameable(key: string): string {
  return /^[A-Za-z][A-Za-z0-9_-]{0,23}$/.test(key) ? key : "(not shown)";
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return "is not known here";
  return issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}

/** The node at a path, or the nearest one above it: a missing key has no place of its own. */
function nodeAt(document: Document, path: readonly (string | number)[]): Node | null | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node;
  }
  return document.contents;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "range" in value;
}

function pairOf(items: readonly Pair[], name: string): Pair | undefined {
  return items.find((pair) => keyName(pair) === name);
}

function keyName(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : "";
}

function at(
  lines: LineCounter,
  offset: number | undefined,
  path: string,
  message: string,
): Complaint {
  // An empty file has no place but its beginning.
  const { line, col } = lines.linePos(offset ?? 0);
  return { line: Math.max(line, 1), column: Math.max(col, 1), path, message };
}
