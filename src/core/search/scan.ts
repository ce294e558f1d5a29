// Findings of `scan`, from texts and from what git says of them. Values stay inside: a finding says where, not what.
import { findSecrets } from "../redaction/redact.ts";
import { environmentIn, isExample, type FileKind } from "./place-kind.ts";
import { DECLARING, isPlaceholder, looksLikeKey, type ScanRuleId } from "./scan-rules.ts";
import { variableBefore } from "./variable.ts";

/** What git does with a file. `unknown`: it gave no answer. */
export type Standing = "tracked" | "ignored" | "open" | "no-git" | "unknown";

/** A file to be judged. */
export interface ScanFile {
  readonly path: string;
  /** The path below the folder that was named, which may speak of an environment. */
  readonly below: string;
  readonly kind: FileKind;
  readonly text: string;
}

/** A key that stands in a file. */
export interface KeyInFile {
  readonly path: string;
  readonly below: string;
  readonly kind: FileKind;
  readonly line: number;
  readonly variable: string | null;
  /** `a Stripe key`, for people. */
  readonly title: string;
  /** Its vendor's own shape was recognised. */
  readonly known: boolean;
  readonly value: string;
}

export interface ScanFinding {
  readonly rule: ScanRuleId;
  readonly path: string;
  readonly line: number | null;
  readonly variable: string | null;
  /** What exactly, in a few words. */
  readonly detail: string;
}

/** Dockerfile's `ENV NAME value` and `ARG NAME value`. */
const DOCKERFILE =
  /^[ \t]*(?:ENV|ARG)[ \t]+\w*(?:KEY|TOKEN|SECRET|PASSWORD)\w*[ \t]+["']?([^\s"'$]{12,})/gim;

interface Raw {
  readonly start: number;
  readonly end: number;
  readonly title: string;
  readonly known: boolean;
}

function rawKeys({ text, kind }: ScanFile): readonly Raw[] {
  const found: Raw[] = findSecrets(text)
    .filter((span) => !span.identifier && (DECLARING.has(kind) || !span.context))
    .map(({ start, end, title, context }) => ({ start, end, title, known: !context }));
  if (kind === "dockerfile")
    for (const match of text.matchAll(DOCKERFILE)) {
      const end = match.index + match[0].length;
      const start = end - (match[1]?.length ?? 0);
      found.push({ start, end, title: "a value given to a secret's name", known: false });
    }
  return found.sort((a, b) => Number(b.known) - Number(a.known) || a.start - b.start);
}

/** Every key in the file; placeholders and references to variables are none. */
export function keysIn(file: ScanFile): readonly KeyInFile[] {
  const found: KeyInFile[] = [];
  const taken: Raw[] = [];
  const { path, below, kind, text } = file;
  for (const raw of rawKeys(file)) {
    const value = text.slice(raw.start, raw.end);
    if (isPlaceholder(value) || (!raw.known && !looksLikeKey(value))) continue;
    if (taken.some((other) => raw.start < other.end && other.start < raw.end)) continue;
    taken.push(raw);
    const before = text.slice(0, raw.start);
    found.push({
      path,
      below,
      kind,
      line: before.split("\n").length,
      variable: variableBefore(before.slice(before.lastIndexOf("\n") + 1)),
      title: raw.title,
      known: raw.known,
      value,
    });
  }
  return found.sort((a, b) => a.line - b.line);
}

/** Whether keys belong into this file: an env file that is no template, or a file that holds a key and nothing else. */
export function isForKeys({ path, kind, text }: ScanFile, keys: readonly KeyInFile[]): boolean {
  if (kind === "env-file") return !isExample(path);
  return keys.length === 1 && keys[0]?.value === text.trim();
}

/** Keys in files that are shared, one finding for what a line says twice. */
export function hardCoded(keys: readonly KeyInFile[]): readonly ScanFinding[] {
  const said = new Set<string>();
  const found: ScanFinding[] = [];
  for (const { path, line, variable, title } of keys) {
    const same = `${path} ${String(line)} ${title}`;
    if (!said.has(same))
      found.push({ rule: "hard-coded-key", path, line, variable, detail: title });
    said.add(same);
  }
  return found;
}

/** A file for keys that git would share, or shares already. One without any key is none, unless it is called `.env` itself. */
export function exposed(
  { path, text }: Pick<ScanFile, "path" | "text">,
  hasKey: boolean,
  standing: Standing,
): readonly ScanFinding[] {
  const isEnv = /(?:^|[/\\])\.env$/.test(path) && /^[^#\n]*=./m.test(text);
  if (!hasKey && !isEnv) return [];
  const about = { path, line: null, variable: null };
  const detail = hasKey ? "it holds a key" : "it is where keys will be";
  if (standing === "tracked") return [{ rule: "key-file-tracked", ...about, detail }];
  return standing === "open" ? [{ rule: "key-file-not-ignored", ...about, detail }] : [];
}

/** Values that stand in files of two environments, one finding each. */
export function sharedKeys(keys: readonly KeyInFile[]): readonly ScanFinding[] {
  const byValue = new Map<string, KeyInFile[]>();
  for (const key of keys)
    if (environmentIn(key.below) !== null)
      byValue.set(key.value, [...(byValue.get(key.value) ?? []), key]);
  return [...byValue.values()].flatMap((same) => {
    const environments = new Set(same.map((key) => environmentIn(key.below)));
    const [first, ...others] = same;
    if (first === undefined || environments.size < 2) return [];
    const { path, line, variable } = first;
    const also = others.map((key) => `${key.path}:${String(key.line)}`).join(", ");
    const detail = `${[...environments].join(" and ")}: the same value in ${also}`;
    return [{ rule: "shared-key" as const, path, line, variable, detail }];
  });
}
