// A YAML file as plain values, with the place of each: bounded in size and depth, and without aliases, tags or merge keys.
import { LineCounter, isAlias, isCollection, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Document, Pair, ParsedNode } from "yaml";

/** Largest runbook or help file, in bytes. */
const LARGEST_FILE = 256 * 1024;
const DEEPEST = 32;
/** More than this nobody reads. */
export const MOST_PROBLEMS = 100;

interface Position {
  readonly line: number;
  readonly column: number;
}

interface DocumentProblem extends Position {
  readonly message: string;
}

export interface YamlDocument {
  /** The plain value; undefined when there are problems. */
  readonly value: unknown;
  readonly problems: readonly DocumentProblem[];
  /** Where a path leads: its key where `atKey`, else its value; the nearest parent when it leads nowhere. */
  locate(path: readonly PropertyKey[], atKey?: boolean): Position;
}

type Report = (offset: number, message: string) => void;

/**
 * Read YAML 1.2 (and so JSON) text. Never throws for bad text: every problem is in the answer.
 * Limits: 256 kB, 32 levels; plain text keys, each once; no aliases, anchors, tags, directives or merge keys.
 */
export function readDocument(text: string): YamlDocument {
  const lines = new LineCounter();
  const problems: DocumentProblem[] = [];
  function position(offset: number): Position {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
  function report(offset: number, message: string): void {
    if (problems.length < MOST_PROBLEMS) problems.push({ ...position(offset), message });
  }
  if (Buffer.byteLength(text) > LARGEST_FILE) {
    report(0, `the file is larger than ${String(LARGEST_FILE / 1024)} kB`);
    return { value: undefined, problems, locate: () => position(0) };
  }
  // Uniqueness is checked below: the library compares every pair of keys, which takes seconds for a hostile file.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    logLevel: "error",
  });
  const [error] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  // One slip makes every line after it look wrong, so only the first is worth showing.
  if (error !== undefined) report(error.pos[0], syntaxWords(error.code, error.message));
  if (/^\uFEFF?%/m.test(text.slice(0, document.contents?.range[0] ?? 0)))
    report(0, "directives (%) are not allowed");
  if (problems.length === 0) inspect(document.contents, report);
  return {
    value: problems.length === 0 ? document.toJS({ maxAliasCount: 0 }) : undefined,
    problems,
    locate: (path, atKey = false) => position(offsetOf(document, path, atKey)),
  };
}

/** The library's message in our words where it would quote the file or speak of its own insides. */
function syntaxWords(code: string, message: string): string {
  switch (code) {
    case "RESOURCE_EXHAUSTION":
      return `is nested deeper than ${String(DEEPEST)} levels`;
    case "TAB_AS_INDENT":
      return "a tab cannot indent; use spaces";
    case "UNEXPECTED_TOKEN":
      return "this does not belong here";
    case "MULTIPLE_DOCS":
      return "only one document is allowed in a file";
    case "BAD_ALIAS":
      return "aliases (*name) are not allowed; write it out";
    case "TAG_RESOLVE_FAILED":
      return "tags (!name) are not allowed";
    default:
      return lowerFirst(message.split("\n", 1)[0] ?? code);
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Walks without recursion, so that depth is a count and not a stack overflow. */
function inspect(root: ParsedNode | null, report: Report): void {
  const waiting: { readonly node: unknown; readonly depth: number }[] = [{ node: root, depth: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    inspectNode(node, report);
    if (!isCollection(node)) continue;
    if (depth > DEEPEST) {
      report(start(node), `is nested deeper than ${String(DEEPEST)} levels`);
      continue;
    }
    if (isMap(node)) inspectKeys(node.items, report);
    const children: unknown[] = isMap(node) ? node.items.map((pair) => pair.value) : node.items;
    for (const child of children.toReversed()) waiting.push({ node: child, depth: depth + 1 });
  }
}

function inspectNode(node: unknown, report: Report): void {
  if (isAlias(node)) return report(start(node), "aliases (*name) are not allowed; write it out");
  if (!isCollection(node) && !isScalar(node)) return;
  if (node.anchor !== undefined)
    report(start(node), "anchors (&name) are not allowed; write it out");
  if (node.tag !== undefined) report(start(node), "tags (!name) are not allowed");
}

/** Own keys only: a name that every object answers to would be looked up in the wrong place. */
const FORBIDDEN_KEYS: readonly string[] = ["__proto__", "constructor", "prototype"];

function inspectKeys(pairs: readonly Pair[], report: Report): void {
  const seen = new Set<string>();
  for (const { key } of pairs) {
    inspectNode(key, report);
    const name = isScalar(key) ? key.value : undefined;
    if (typeof name !== "string") {
      if (!isAlias(key)) report(start(key), "a key must be plain text");
      continue;
    }
    if (name === "<<") report(start(key), "merge keys (<<) are not allowed; write it out");
    if (FORBIDDEN_KEYS.includes(name)) report(start(key), `the key "${name}" is not allowed`);
    if (seen.has(name)) report(start(key), "the same key is there twice");
    seen.add(name);
  }
}

function start(node: unknown): number {
  const range: unknown =
    isScalar(node) || isCollection(node) || isAlias(node) ? node.range : undefined;
  return Array.isArray(range) ? Number(range[0]) : 0;
}

/** Follows a path as far as it leads. */
function offsetOf(document: Document, path: readonly PropertyKey[], atKey: boolean): number {
  let node: unknown = document.contents;
  for (const [depth, part] of path.entries()) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && key.value === part)
      : undefined;
    const child: unknown = isSeq(node) ? node.items[Number(part)] : pair?.value;
    if (pair !== undefined && (child === null || (atKey && depth === path.length - 1)))
      return start(pair.key);
    if (child === undefined || child === null) break;
    node = child;
  }
  return start(node);
}
