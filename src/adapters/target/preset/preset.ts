// What a preset of the target `exec` is: one tool's commands as data, and how the names in them are filled.

/** What somebody has to tell about the place, by a name that stands as `<name>` in the words. */
export interface Ask {
  readonly meaning: string;
  readonly optional?: true;
  /** Stricter than PLAIN, where the tool or the text around the value is. */
  readonly pattern?: RegExp;
}

/** One argument. Several in a list go together: they are left out when one of their names was not told. */
export type Word = string | readonly string[];

/** One tool that takes a secret on stdin. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly asks: Readonly<Record<string, Ask>>;
  readonly write: readonly Word[];
  /** Text for stdin with {{key}} in it; left out, the key alone. */
  readonly stdin?: string;
  /** Prints the stored key alone; left out where the store gives none back. */
  readonly read?: readonly Word[];
  /** Variables that the tool needs beside PATH, HOME, USER and LANG. */
  readonly env: readonly string[];
  readonly traps: readonly string[];
}

/** A preset with its names filled in. */
export interface Filled {
  readonly write: readonly string[];
  readonly stdin: string | undefined;
  readonly read: readonly string[] | undefined;
  readonly env: readonly string[];
}

/** A value for a name: no option of the tool's, no line end, nothing that waits to be filled in. */
const PLAIN = /^(?!-)(?!.*(?:\$\{|\{\{))[^\p{Cc}<>]{1,400}$/u;
/** One name inside a document: letters, digits and the signs that need no quoting in any of them. */
export const MEMBER = /^[A-Za-z0-9._-]+$/;
/** The name of an environment variable. */
export const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What is wrong with the values told for a preset, by the name asked for; empty when nothing is. Says nothing that was told. */
export function askProblems(
  { asks }: Preset,
  told: Readonly<Record<string, string>>,
): readonly { readonly name?: string; readonly problem: string }[] {
  const wrong = Object.entries(asks).flatMap(([name, ask]) => {
    const value = Object.hasOwn(told, name) ? told[name] : undefined;
    if (value === undefined)
      return ask.optional === true ? [] : [{ name, problem: `is missing: ${ask.meaning}` }];
    const fits = PLAIN.test(value) && (ask.pattern?.test(value) ?? true);
    return fits ? [] : [{ name, problem: `does not fit: ${ask.meaning}` }];
  });
  const isKnown = Object.keys(told).every((name) => Object.hasOwn(asks, name));
  const known = Object.keys(asks).join(", ");
  return isKnown ? wrong : [...wrong, { problem: `only these are asked for: ${known}` }];
}

/** The preset with these values in it, which askProblems found in order. */
export function fillPreset(preset: Preset, told: Readonly<Record<string, string>>): Filled {
  function filled(text: string): string {
    return text.replaceAll(NAME, (_whole, name: string) => told[name] ?? "");
  }
  function words(list: readonly Word[]): readonly string[] {
    return list.flatMap((word) => {
      if (typeof word === "string") return [filled(word)];
      const names = word.flatMap((one) => namesIn(one));
      return names.every((name) => Object.hasOwn(told, name)) ? word.map((one) => filled(one)) : [];
    });
  }
  return {
    write: words(preset.write),
    stdin: preset.stdin === undefined ? undefined : filled(preset.stdin),
    read: preset.read === undefined ? undefined : words(preset.read),
    env: preset.env,
  };
}

/** Names in a text: `<name>`. */
export function namesIn(text: string): readonly string[] {
  return [...text.matchAll(NAME)].map(([, name]) => name ?? "");
}

const NAME = /<([a-z]+)>/g;
