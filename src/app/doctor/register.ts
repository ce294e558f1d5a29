// The key register: is every key somebody's, used somewhere that is known, and not overdue?
import { checkRegister, type Finding as Fault } from "../../core/credential/register-check.ts";
import { lineOf } from "../../core/credential/naming.ts";
import { isLive, type RegisterEntry } from "../../core/credential/register.ts";
import { toInstant } from "../../core/instant.ts";
import { registerEntries } from "../keys.ts";
import { green, note, red, type Check, type Finding, type Look } from "./check.ts";
import type { Site } from "./site.ts";

/** What would hurt in the middle of an incident; the rest is for `keys check`. */
const HURTS = new Set(["overdue", "no-owner", "no-consumers", "shared-environment"]);

/** The register's own faults, without asking places and vendors: their checks do. */
function faults({ clock, config }: Site, entries: readonly RegisterEntry[]): readonly Fault[] {
  const places = config.targets.map(({ id, key }) => ({
    target: id,
    key,
    fingerprint: null,
    why: null,
  }));
  const people = config.operators.map((one) => one.id);
  const now = toInstant(clock.now());
  return checkRegister({ now, entries, places, vendors: [], people });
}

function findingOf({ id, why, command }: Fault): Finding {
  return HURTS.has(id) ? red(why, command) : note(`${why}: ${command}`);
}

/** Keys that places are said to hold, and that nobody wrote down. */
function missing({ config }: Site, entries: readonly RegisterEntry[]): readonly Look[] {
  const named = new Set(config.targets.map((target) => target.key).filter((key) => key !== null));
  return [...named]
    .filter((key) => !entries.some((entry) => lineOf(entry.name) === lineOf(key)))
    .map((key) => {
      const places = config.targets.filter((target) => target.key === key);
      const consumers = places.map((place) => `--consumer ${place.id}`).join(" ");
      const fix = `claro-ir keys add ${key} --environment ${places[0]?.environment ?? "production"} ${consumers}`;
      return { about: key, look: () => [red("is not on it, although a place holds it", fix)] };
    });
}

export const register: Check = {
  id: "register",
  needs: ["record"],
  async looks(site): Promise<readonly Look[]> {
    const entries = site.record === undefined ? [] : await registerEntries(site.record);
    const found = faults(site, entries);
    const looks = [
      ...missing(site, entries),
      ...entries.filter(isLive).map(({ name, nextDueAt }) => ({
        about: name,
        look: () => {
          const own = found.filter((one) => one.key === name).map(findingOf);
          return own.length > 0 ? own : [green(`due ${nextDueAt.slice(0, 10)}`)];
        },
      })),
    ];
    return looks.length > 0
      ? looks
      : [
          {
            about: "",
            look: () => [
              note("no key is on it: claro-ir keys import <.env> --env --environment production"),
            ],
          },
        ];
  },
};
