// Where canaries came out: in what the kernel saw of the commands, and in what they left behind.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { coatsOf } from "./forms.ts";
import type { Traced } from "./trace.ts";

/** A secret and where it may go. */
export interface Canary {
  readonly name: string;
  readonly value: string;
  /** Files, sockets and streams that are its own. */
  readonly home: RegExp;
}

interface Coated extends Canary {
  readonly coats: ReturnType<typeof coatsOf>;
}

/** The coat in which it lies in the bytes. */
function coatOn(bytes: string, { coats }: Coated): string | undefined {
  return coats.find(([, form]) => bytes.includes(form))?.[0];
}

function inRun({ args, outflows }: Traced, canaries: readonly Coated[]): readonly string[] {
  return outflows.flatMap(({ to, bytes }) =>
    canaries.flatMap((canary) => {
      const coat = canary.home.test(to) ? undefined : coatOn(bytes, canary);
      const by = args.slice(0, 3).join(" ");
      return coat === undefined ? [] : [`${canary.name} went to ${to} (${coat}) by ${by}`];
    }),
  );
}

/** Files below the folder but for `mine`; a canary in a name counts like one in the bytes. */
function inFolder(
  folder: string,
  mine: ReadonlySet<string>,
  canaries: readonly Coated[],
): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    if (mine.has(path)) return [];
    const bytes = entry.isFile() ? readFileSync(join(folder, path), "latin1") : "";
    return canaries.flatMap((canary) => {
      const coat = coatOn(`${path}\n${bytes}`, canary);
      return coat === undefined ? [] : [`${canary.name} lies in ${path} (${coat})`];
    });
  });
}

/** Everything that came out where it does not belong. `mine`: files that hold a canary on purpose. */
export function leaksIn(
  { runs, folder }: { readonly runs: readonly Traced[]; readonly folder: string },
  canaries: readonly Canary[],
  mine: ReadonlySet<string>,
): readonly string[] {
  const coated = canaries.map((canary) => ({ ...canary, coats: coatsOf(canary.value) }));
  const found = [...runs.flatMap((run) => inRun(run, coated)), ...inFolder(folder, mine, coated)];
  return [...new Set(found)];
}
