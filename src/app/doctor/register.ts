// The key register: is every key somebody's, used somewhere that is known, and not overdue?
import type { RegisterEntry } from "../../core/credential/register.ts";
import { toEpoch } from "../../core/instant.ts";
import { registerEntries } from "../keys.ts";
import { green, note, red, type Check, type Finding, type Look } from "./check.ts";
import type { Site } from "./site.ts";

function look({ clock }: Site, entry: RegisterEntry): readonly Finding[] {
  const help = `claro-ir keys show ${entry.name}`;
  const found: Finding[] = [];
  if (toEpoch(entry.nextDueAt) < clock.now())
    found.push(red(`should have been rotated by ${entry.nextDueAt.slice(0, 10)}`, help));
  if (entry.consumers.length === 0) found.push(red("nobody knows where it is used", help));
  if (entry.owner === null) found.push(red("nobody answers for it", help));
  return found.length > 0 ? found : [green(`due ${entry.nextDueAt.slice(0, 10)}`)];
}

/** Keys that places are said to hold, and that nobody wrote down. */
function missing({ config }: Site, entries: readonly RegisterEntry[]): readonly Look[] {
  const named = new Set(config.targets.map((target) => target.key).filter((key) => key !== null));
  return [...named]
    .filter((key) => !entries.some((entry) => entry.name === key))
    .map((key) => {
      const places = config.targets.filter((target) => target.key === key);
      const consumers = places.map((place) => `--consumer ${place.id}`).join(" ");
      const fix = `claro-ir keys add ${key} --environment ${places[0]?.environment ?? "production"} ${consumers}`;
      return { about: key, look: () => [red("is not on it, although a place holds it", fix)] };
    });
}

export const register: Check = {
  id: "register",
  needs: [],
  async looks(site): Promise<readonly Look[]> {
    const entries = site.record === undefined ? [] : await registerEntries(site.record);
    const live = entries.filter((one) => one.status === "active" || one.status === "retiring");
    const looks = [
      ...missing(site, entries),
      ...live.map((one) => ({ about: one.name, look: () => look(site, one) })),
    ];
    return looks.length > 0
      ? looks
      : [{ about: "", look: () => [note("no key is on it: claro-ir keys add <name>")] }];
  },
};
