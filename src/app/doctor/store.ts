// Can the record be kept: is the folder ours alone, does its disk keep its promises, is there room?
import { ClaroIrError } from "../../core/error.ts";
import { green, red, redOf, type Check, type Finding } from "./check.ts";
import type { Site } from "./site.ts";

/** Room for a large incident: 2,000 events of a disk block each (8 MB), and the evidence beside them. */
const LEAST_BYTES = 100_000_000;

function look(site: Site): readonly Finding[] {
  if (site.store instanceof ClaroIrError)
    return [redOf(site.store, "claro-ir doctor --store <dir>")];
  const { location, why, exists, faults, freeBytes } = site.store;
  const found = faults.map(({ what, fix }) => red(what, fix));
  if (freeBytes < LEAST_BYTES)
    found.push(
      red(`only ${String(Math.floor(freeBytes / 1_000_000))} MB are left`, `df -h ${location}`),
    );
  if (found.length > 0) return found;
  return [green(`${location} (${why})${exists ? "" : ", made when it is first needed"}`)];
}

export const store: Check = {
  id: "store",
  needs: [],
  looks: (site) => [{ about: "", look: () => look(site) }],
};
