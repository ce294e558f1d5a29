// Loads the program with one line of it changed, in this thread alone.
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { join, normalize } from "node:path";
import type { Line } from "../prove/campaign.ts";
import type { Planted } from "./mutants.ts";

const SOURCE = join(import.meta.dirname, "../../src");

/** Where these are planted. */
export function linesOf(...planted: readonly Planted[]): readonly Line[] {
  return planted.map(({ file, find }) => ({ file: normalize(`src/${file}`), text: find }));
}

/** Change the line when its file is loaded. Throws where the line is not there (any more). */
export function plant({ id, file, find, replace }: Planted): void {
  const url = pathToFileURL(join(SOURCE, file)).href;
  registerHooks({
    load(loaded, context, next) {
      const result = next(loaded, context);
      if (loaded !== url) return result;
      const { source } = result;
      const text =
        typeof source === "string" ? source : new TextDecoder().decode(source ?? undefined);
      if (!text.includes(find)) throw new Error(`${id}: ${file} has no such line any more`);
      return { ...result, source: text.replace(find, () => replace) };
    },
  });
}
