// Who acted in the same time with nothing against them, so that nobody is blamed for being there.
import type { Activity } from "./activity.ts";
import { nameOf, type Caller } from "./callers.ts";
import type { Followed } from "./context.ts";
import { isDeedOf } from "./follow.ts";
import type { CredentialAudit } from "./report.ts";
import { counted, listWords } from "./words.ts";

type Cleared = CredentialAudit["cleared"];

const MOST = 10;

/** Callers of the key that are ours, by program. */
function ours(callers: readonly Caller[]): Cleared {
  const known = callers.filter(
    ({ place, client, isProbe }) =>
      !isProbe && (place === "ours" || place === "seen") && client !== "new",
  );
  return [...Map.groupBy(known, ({ family, actor }) => family ?? actor.principal ?? "")].map(
    ([family, members]) => {
      const requests = members.reduce((sum, { actor }) => sum + actor.requests, 0);
      const names = [...new Set(members.map(nameOf))];
      return {
        who: family === "" ? listWords(names) : `${family} from ${listWords(names)}`,
        why: `${counted(requests, "request")} with a program and from a network that used this key before`,
      };
    },
  );
}

/** Somebody acted in this name with what was made with the key, or it was itself made with it. */
function isMadeWith(who: string, made: readonly Followed[]): boolean {
  return made.some(
    ({ key, window }) =>
      isDeedOf({ key: null, principal: who }, key) ||
      [...window.actors.values()].some(({ principal }) => principal === who),
  );
}

/** People and services with credentials of their own, none of whom shares an address with the strangers or was made by them. */
function others(
  activity: Activity | null,
  strange: ReadonlySet<string>,
  made: readonly Followed[],
): Cleared {
  if (activity === null) return [];
  const people = Map.groupBy(activity.actors.values(), ({ principal }) => principal);
  return [...people].flatMap(([who, actors]) => {
    if (who === null || isMadeWith(who, made)) return [];
    if (actors.some(({ ip }) => ip !== null && strange.has(ip))) return [];
    const requests = actors.reduce((sum, actor) => sum + actor.requests, 0);
    const places = [...new Set(actors.flatMap(({ ip }) => ip ?? []))];
    return [
      {
        who,
        why: `${counted(requests, "request")} with a credential of their own${places.length > 0 ? ` from ${listWords(places)}` : ""}; no address or key of the strangers`,
      },
    ];
  });
}

/** Nobody whom a finding speaks against is in it. `made` = what strangers may have made with the key, and its deeds. */
export function clearedOf(
  callers: readonly Caller[],
  suspects: ReadonlySet<Caller>,
  activity: Activity | null,
  made: readonly Followed[],
): Cleared {
  const strangers = callers.filter((caller) => caller.isForeign || suspects.has(caller));
  const known = callers
    .filter((caller) => !strangers.includes(caller))
    .map(({ actor }) => actor.ip);
  const strange = new Set(strangers.flatMap(({ actor }) => actor.ip ?? []));
  for (const { window } of made)
    for (const { ip } of window.actors.values())
      if (ip !== null && !known.includes(ip)) strange.add(ip);
  return [
    ...ours(callers.filter((caller) => !suspects.has(caller))),
    ...others(activity, strange, made),
  ].slice(0, MOST);
}
