// From the flags of `targets add` to the options of a kind of target.
import type { OptionDoc } from "../../adapters/target/option-doc.ts";
import { ClaroIrError } from "../../core/error.ts";

/** Flags of `targets add` that say what the place is. */
export interface PlaceFlags {
  readonly kind: string;
  readonly option?: readonly string[];
  readonly path?: string;
  readonly variable?: string;
  readonly note?: string;
  readonly write?: string;
  readonly read?: string;
  readonly reload?: string;
  readonly inUse?: string;
}

/** An argv given as JSON, or as words that need no quoting. */
function argv(flag: string, text: string): readonly string[] {
  if (!text.startsWith("[")) return text.split(/\s+/).filter((word) => word !== "");
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed) && parsed.every((word) => typeof word === "string")) return parsed;
  } catch {
    // Falls through to the same words: JSON.parse would quote the text.
  }
  throw new ClaroIrError("usage", "bad-argv", `--${flag} is no JSON list of words.`, {
    hint: `--${flag} '["systemctl","restart","app"]'`,
  });
}

/** `name=value` pairs; `a.b=value` is b inside a. Values get the type that the kind's own definition gives them. */
function optionPairs(options: PlaceFlags, docs: readonly OptionDoc[]): Record<string, unknown> {
  const words: Record<string, unknown> = {};
  for (const text of options.option ?? []) {
    const at = text.indexOf("=");
    if (at < 1)
      throw new ClaroIrError("usage", "bad-option", "--option is <name>=<value>.", {
        hint: `claro-ir targets show ${options.kind}`,
      });
    const name = text.slice(0, at);
    const value = typed(docs.find((doc) => doc.name === name)?.type, text.slice(at + 1));
    const [outer = name, ...inner] = name.split(".");
    if (inner.length === 0) words[name] = value;
    else words[outer] = { ...(words[outer] as object | undefined), [inner.join(".")]: value };
  }
  return words;
}

function typed(type: string | undefined, text: string): unknown {
  if (type === "list of words") return argv("option", text);
  if (type === "number" && /^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === "boolean" && /^(true|false)$/.test(text)) return text === "true";
  return text;
}

/** The options of a kind from the flags, as its definition wants them. Throws ClaroIrError `usage`. */
export function placeOptions(
  options: PlaceFlags,
  docs: readonly OptionDoc[],
): Record<string, unknown> {
  const words = optionPairs(options, docs);
  for (const name of ["path", "variable", "note"] as const)
    if (options[name] !== undefined) words[name] = options[name];
  for (const name of ["write", "read", "reload"] as const)
    if (options[name] !== undefined) words[name] = argv(name, options[name]);
  if (options.inUse !== undefined) words["inUse"] = { url: options.inUse, last4: "/last4" };
  return words;
}
