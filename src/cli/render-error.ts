// Errors in three short lines: what happened and why, what to type next. With --json, the same as a document.
import { CommanderError } from "commander";
import { ManualStepError } from "../app/effect/manual.ts";
import { ClaroIrError, EXIT } from "../core/error.ts";
import { machineTrouble, noRights } from "../core/machine-trouble.ts";
import { emergencyCard } from "../emergency-card.ts";
import type { Host } from "./host.ts";

interface Words {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly exit: number;
  readonly lines: readonly string[];
}

function ofCommander(error: CommanderError, help: string): Words {
  return {
    code: error.code
      .replace("commander.", "")
      .replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    message: error.message.replace(/^error: /, "").replaceAll("\n", " "),
    hint: help,
    exit: EXIT.usage,
    lines: [],
  };
}

function describe(host: Host, error: unknown, help: string): Words {
  if (error instanceof ClaroIrError)
    return {
      code: error.code,
      message: error.message,
      hint: error.hint ?? null,
      exit: error.exitCode,
      lines: error instanceof ManualStepError ? error.lines : [],
    };
  const refused = noRights(error);
  if (refused !== undefined) return describe(host, refused, help);
  if (error instanceof CommanderError) return ofCommander(error, help);
  if (host.signal.aborted)
    return {
      code: "interrupted",
      message: "Interrupted. Everything recorded is safe.",
      hint: "claro-ir next",
      exit: EXIT.interrupted,
      lines: [],
    };
  const trouble = machineTrouble(error);
  if (trouble !== undefined) return describe(host, trouble, help);
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : "unknown error";
  return {
    code: "bug",
    message: `This is a bug in claro-ir (${host.output.clean(detail)}). The journal is untouched.`,
    hint: "claro-ir verify",
    exit: EXIT.bug,
    lines: [],
  };
}

/** Longest line of an error, in characters: what it quotes (a column's title, a name) may be a megabyte. */
const LONGEST = 1000;

function short(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

function shortened({ message, hint, ...rest }: Words): Words {
  return { ...rest, message: short(message), hint: hint === null ? null : short(hint) };
}

/** Pages of a quiet day: nobody waits for a key to be cut. */
const QUIET = /^claro-ir (?:init|doctor|keys|scan) /;

/** On the worst machine people still need to know what to do: the card comes before the error. */
function needsCard({ code, exit }: Words, help: string): boolean {
  return !QUIET.test(help) && (exit === EXIT["not-durable"] || code === "no-home");
}

/** Show an error; gives its exit code. `help`: the page of the command that was meant. */
export function renderError(
  host: Host,
  error: unknown,
  { json, help }: { readonly json: boolean; readonly help: string },
): number {
  const { output } = host;
  const words = shortened(describe(host, error, help));
  if (needsCard(words, help)) output.err(emergencyCard());
  if (json) {
    const { code, message, hint, lines } = words;
    const manual = lines.length > 0 ? { manual: lines } : {};
    output.json({ error: { code, message, hint, ...manual } });
    return words.exit;
  }
  output.err([{ text: words.message, style: "bold" }]);
  for (const line of words.lines) output.err(`  ${line}`);
  if (words.hint !== null) output.err(`next: ${words.hint}`);
  return words.exit;
}
