// Does every `${VAR}` and `file:` of the configuration lead to a value, with nobody else able to read it?
import { OutsideError } from "../../ports/outside.ts";
import { green, red, redOf, type Check, type Finding, type Look } from "./check.ts";
import type { Site } from "./site.ts";

/** Options that are prose: what looks like a reference there is none. */
const PROSE = new Set(["note", "support"]);

/** The references in an option's value, however deep. */
function referencesIn(value: unknown): readonly string[] {
  if (typeof value === "string")
    return value.startsWith("file:") || value.includes("${") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    PROSE.has(name) ? [] : referencesIn(part),
  );
}

/** Whether all references in these options can be resolved. Where one cannot, this check says so; others need not. */
export async function allResolve(site: Site, options: unknown): Promise<boolean> {
  const outcomes = await Promise.all(
    referencesIn(options).map((reference) => problemOf(site, reference)),
  );
  return outcomes.every((one) => one === undefined);
}

/** How a value comes where a reference looks for it: typed or piped, never an argument. */
export function fixOf(reference: string): string {
  if (reference.startsWith("file:")) return `install -m 600 /dev/stdin ${reference.slice(5)}`;
  const variable = /\$\{(\w+)\}/.exec(reference)?.[1] ?? "NAME";
  return `read -rs ${variable} && export ${variable}`;
}

async function problemOf(site: Site, reference: string): Promise<OutsideError | undefined> {
  try {
    await site.resolve(reference);
    return undefined;
  } catch (error) {
    if (error instanceof OutsideError) return error;
    throw error;
  }
}

async function look(site: Site, reference: string): Promise<readonly Finding[]> {
  const problem = await problemOf(site, reference);
  if (problem === undefined) return [green("resolves")];
  // A value after `export NAME=` would stay in the shell's history.
  return [
    reference.startsWith("file:")
      ? redOf(problem, fixOf(reference))
      : red(problem.message, fixOf(reference)),
  ];
}

export const references: Check = {
  id: "references",
  needs: ["configuration"],
  looks(site): readonly Look[] {
    const { providers, targets, notifiers } = site.config;
    const all = [...providers, ...targets, ...notifiers].flatMap((one) =>
      referencesIn(one.options),
    );
    return [...new Set(all)].map((about) => ({ about, look: () => look(site, about) }));
  },
};
