// The syntax of `docker run --env-file` (docker/cli pkg/kvfile): `#` at the start of a line alone, the value raw to the end of the line.
import {
  appendLine,
  fromBytes,
  PLAIN_VALUE,
  refusal,
  splice,
  toBytes,
  type EnvSyntax,
  type Span,
  type VariableView,
} from "./env-text.ts";

interface Line extends Span {
  readonly number: number;
  readonly name: string;
  /** Undefined: the name stands alone, docker takes the value from the shell that starts it. */
  readonly value: string | undefined;
}

/** Rules of docker's env files. Compose reads the same file by `.env` rules, so only values that both take literally are written. */
export const dockerEnvSyntax: EnvSyntax = { view, replace, remarks };

function view(text: string, variable: string): VariableView {
  const own = lines(text).filter((line) => line.name === variable);
  const last = own.at(-1);
  return {
    lines: own.map((line) => line.number),
    value: last?.value === undefined ? undefined : fromBytes(last.value),
    problem: problemOf(text, variable, own),
  };
}

function problemOf(text: string, variable: string, own: readonly Line[]): string | undefined {
  if (text.includes("\u0000")) return "it is not UTF-8 text";
  const bare = own.find((line) => line.value === undefined);
  if (bare !== undefined)
    return `${variable} stands alone on line ${String(bare.number)}: docker takes the value from the shell that starts it, so the key is kept elsewhere`;
  const exported = new RegExp(String.raw`^(export\s+)?${variable}\s*$`);
  const refused = lines(text).find((line) => line.name !== variable && exported.test(line.name));
  return refused === undefined
    ? undefined
    : `docker refuses the file for "export" or blanks before "=" on line ${String(refused.number)}`;
}

function replace(text: string, variable: string, value: string): string {
  if (!PLAIN_VALUE.test(value))
    throw refusal(
      "the value holds signs that docker and Compose read differently (allowed: A-Z a-z 0-9 _ - . / + = :)",
    );
  const own = lines(text).filter((line) => line.name === variable);
  const next =
    own.length === 0
      ? appendLine(text, `${variable}=${toBytes(value)}`)
      : splice(text, own, () => toBytes(value));
  if (view(next, variable).value !== value) throw refusal("the new file would not hold the value");
  return next;
}

function remarks(text: string, variable: string): readonly string[] {
  const { lines: at, value } = view(text, variable);
  const found: string[] = [];
  if (at.length > 1) found.push(`the variable stands on lines ${at.join(", ")}: all are replaced`);
  if (value !== undefined && /^(['"]).*\1$/.test(value))
    found.push("! the present value is in quotes, which docker run passes on as part of the key");
  if (value !== undefined && /\s$|\s#/.test(value))
    found.push(
      "! the present value ends in blanks or a comment, which docker passes on as part of the key",
    );
  return found;
}

function lines(text: string): readonly Line[] {
  const found: Line[] = [];
  let at = 0;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.replace(/\r$/, "");
    const skipped =
      (index === 0 ? /^(\u00ef\u00bb\u00bf)?[ \t\v\f\r]*/ : /^[ \t\v\f\r]*/).exec(line)?.[0] ?? "";
    const body = line.slice(skipped.length);
    const equals = body.indexOf("=");
    if (body !== "" && !body.startsWith("#"))
      found.push({
        number: index + 1,
        name: equals === -1 ? body : body.slice(0, equals),
        value: equals === -1 ? undefined : body.slice(equals + 1),
        start: at + skipped.length + equals + 1,
        end: at + line.length,
      });
    at += raw.length + 1;
  }
  return found;
}
