// Runbook files to a checked runbook. Every problem names file, line and column, because people edit these files by hand.
import type * as z from "zod";
import { checkRunbook } from "../../core/runbook/check.ts";
import type { Problem } from "../../core/runbook/check.ts";
import { ClaroIrError } from "../../core/error.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import { helpSource, runbookSource, toRunbook } from "../../core/runbook/schema.ts";
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
  readonly problems: readonly FileProblem[];
}

/** A problem on one line: `file:line:column path message`. */
export function problemLine(problem: FileProblem): string {
  const where = `${problem.file}:${String(problem.line)}:${String(problem.column)}`;
  return [where, problem.path, problem.message].filter((part) => part !== "").join(" ");
}

/**
 * Read a runbook and its help. Throws ClaroIrError kind `usage`, code `runbook-invalid`: the first problem as
 * `file:line:column path message`, the hint says how many more there are and how to see them.
 */
export function parseRunbook(
  text: string,
  fileName: string,
  helpText?: string,
  helpFileName?: string,
): Runbook {
  const { runbook, problems } = inspectRunbook(text, fileName, helpText, helpFileName);
  if (runbook !== undefined) return runbook;
  const [first] = problems;
  const more = problems.length > 1 ? `${String(problems.length - 1)} more: ` : "";
  throw new ClaroIrError(
    "usage",
    "runbook-invalid",
    first === undefined ? `${fileName} cannot be used` : problemLine(first),
    { hint: `${more}claro-ir runbook validate ${fileName}` },
  );
}

/** The same without throwing: the first hundred problems, form before references (references are checked once the form is right). */
export function inspectRunbook(
  text: string,
  fileName: string,
  helpText?: string,
  helpFileName: string = fileName.replace(/(\.ya?ml|\.json)?$/, ".help.yaml"),
): Inspection {
  const main = { file: fileName, document: readDocument(text) };
  const help = { file: helpFileName, document: readDocument(helpText ?? "{}") };
  const source = checkForm(main, runbookSource);
  const words = checkForm(help, helpSource);
  const problems = [...source.problems, ...words.problems];
  if (source.value === undefined || words.value === undefined)
    return { runbook: undefined, problems };
  const runbook = toRunbook(source.value, words.value);
  const wrong = checkRunbook(runbook)
    .slice(0, MOST_PROBLEMS)
    .map((problem) => place(problem, main, help));
  return { runbook: wrong.length === 0 ? runbook : undefined, problems: wrong };
}

interface SourceFile {
  readonly file: string;
  readonly document: YamlDocument;
}

interface Form<T> {
  readonly value: T | undefined;
  readonly problems: readonly FileProblem[];
}

function checkForm<T>({ file, document }: SourceFile, schema: z.ZodType<T>): Form<T> {
  if (document.problems.length > 0)
    return {
      value: undefined,
      problems: document.problems.map((problem) => ({ file, path: "", ...problem })),
    };
  const result = schema.safeParse(document.value, { reportInput: true });
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
