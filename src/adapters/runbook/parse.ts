// Runbook files to a checked runbook. Every problem names file, line and column, because people edit these files by hand.
import { stringify } from "yaml";
import type * as z from "zod";
import { checkRunbook } from "../../core/runbook/check.ts";
import type { Problem } from "../../core/runbook/check.ts";
import { ClaroIrError } from "../../core/error.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import { helpSource, runbookSource, toRunbook } from "../../core/runbook/schema.ts";
import { withShared, type Expanded, type SharedSteps } from "../../core/runbook/shared.ts";
import { MOST_PROBLEMS, readDocument } from "./document.ts";
import type { YamlDocument } from "./document.ts";

/** A problem and where it is. `path` is dotted, e.g. `steps.3.kind`; empty for the file as a whole. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
}

export interface Inspection {
  /** Undefined when there are problems. */
  readonly runbook: Runbook | undefined;
  /** The runbook as a file that leans on nothing: as written, or with its shared steps written out. */
  readonly yaml: string;
  readonly problems: readonly FileProblem[];
}

/** A problem on one line: `file:line:column path message`. */
export function problemLine(problem: FileProblem): string {
  const where = `${problem.file}:${String(problem.line)}:${String(problem.column)}`;
  return [where, problem.path, problem.message].filter((part) => part !== "").join(" ");
}

/** The texts of a runbook, and what they may lean on. */
export interface RunbookTexts {
  readonly text: string;
  readonly file: string;
  readonly help?: string | undefined;
  /** Default: `<file without its ending>.help.yaml`. */
  readonly helpFile?: string;
  /** Default: none, so that every `use` is refused. */
  readonly shared?: SharedSteps;
}

/** How a whole runbook is written out: a line a value, as long as it is. */
const WHOLE = { lineWidth: 0 } as const;
/** Shared steps where there are none. */
const NONE: SharedSteps = { facts: {}, steps: {}, help: {} };

/**
 * Read a runbook and its help. Throws ClaroIrError kind `usage`, code `runbook-invalid`: the first problem as
 * `file:line:column path message`, the hint says how many more there are and how to see them.
 */
export function parseRunbook(texts: RunbookTexts): {
  readonly runbook: Runbook;
  readonly yaml: string;
} {
  const { file } = texts;
  const { runbook, yaml, problems } = inspectRunbook(texts);
  if (runbook !== undefined) return { runbook, yaml };
  const [first] = problems;
  const more = problems.length > 1 ? `${String(problems.length - 1)} more: ` : "";
  throw new ClaroIrError(
    "usage",
    "runbook-invalid",
    first === undefined ? `${file} cannot be used` : problemLine(first),
    { hint: `${more}claro-ir runbook validate ${file}` },
  );
}

/** The same without throwing: the first hundred problems, form before references (references are checked once the form is right). */
export function inspectRunbook(texts: RunbookTexts): Inspection {
  const { text, file, shared = NONE } = texts;
  const helpFile = texts.helpFile ?? file.replace(/(\.ya?ml|\.json)?$/, ".help.yaml");
  const main = { file, document: readDocument(text) };
  const help = { file: helpFile, document: readDocument(texts.help ?? "{}") };
  const whole = withShared(main.document.value, help.document.value, shared);
  const { runbook, problems } = check(main, help, whole);
  return {
    runbook: problems.length === 0 ? runbook : undefined,
    yaml: whole.runbook === main.document.value ? text : stringify(whole.runbook, WHOLE),
    problems: problems.slice(0, MOST_PROBLEMS),
  };
}

function check(
  main: SourceFile,
  help: SourceFile,
  whole: Expanded,
): { readonly runbook: Runbook | undefined; readonly problems: readonly FileProblem[] } {
  const unknown = whole.problems.map((problem) => place(problem, main, help));
  if (unknown.length > 0) return { runbook: undefined, problems: unknown };
  const source = checkForm(main, whole.runbook, runbookSource);
  const words = checkForm(help, whole.help, helpSource);
  const problems = [...source.problems, ...words.problems];
  if (source.value === undefined || words.value === undefined)
    return { runbook: undefined, problems };
  const runbook = toRunbook(source.value, words.value);
  return {
    runbook,
    problems: checkRunbook(runbook).map((problem) => place(problem, main, help)),
  };
}

interface SourceFile {
  readonly file: string;
  readonly document: YamlDocument;
}

interface Form<T> {
  readonly value: T | undefined;
  readonly problems: readonly FileProblem[];
}

function checkForm<T>(
  { file, document }: SourceFile,
  value: unknown,
  schema: z.ZodType<T>,
): Form<T> {
  if (document.problems.length > 0)
    return {
      value: undefined,
      problems: document.problems.map((problem) => ({ file, path: "", ...problem })),
    };
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return { value: result.data, problems: [] };
  return {
    value: undefined,
    problems: result.error.issues
      .slice(0, MOST_PROBLEMS)
      .flatMap(spread)
      .slice(0, MOST_PROBLEMS)
      .map(({ path, message, atKey }) => ({
        file,
        ...document.locate(path, atKey),
        path: path.map(String).join("."),
        message,
      })),
  };
}

interface FormProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly atKey: boolean;
}

/** One issue of the schema library as problems in our words: an unknown key is its own problem, at the key. */
function spread(issue: z.core.$ZodIssue): readonly FormProblem[] {
  const { path, message } = issue;
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: "is no known key",
      atKey: true,
    }));
  if (issue.code === "invalid_key")
    return issue.issues.map((inner) => ({ path, message: inner.message, atKey: true }));
  if (issue.code === "invalid_type")
    return [{ path, message: typeWords(issue.expected, issue.input), atKey: false }];
  if (issue.code === "invalid_value")
    return [{ path, message: valueWords(issue.values, issue.input), atKey: false }];
  return [{ path, message, atKey: false }];
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  array: "a list",
  object: "a map",
  record: "a map",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
};

function typeWords(expected: string, input: unknown): string {
  const wanted = TYPES[expected] ?? expected;
  return input === undefined ? `is missing (${wanted})` : `must be ${wanted}`;
}

function valueWords(values: readonly unknown[], input: unknown): string {
  const list = values.map(String).join(", ");
  if (input === undefined) return `is missing (one of ${list})`;
  return typeof input === "string" && input.length <= 40
    ? `"${input}" is none of ${list}`
    : `is none of ${list}`;
}

/** Where a checked problem lies: those below `help` in the help file, all others in the runbook. */
function place({ path, message }: Problem, main: SourceFile, help: SourceFile): FileProblem {
  const inHelp = path[0] === "help";
  const inside = inHelp ? path.slice(1) : path;
  const { file, document } = inHelp ? help : main;
  return { file, ...document.locate(inside, inHelp), path: inside.join("."), message };
}
