// Who acted in the same time with nothing against them, so that nobody is blamed for being there.
import type { Activity } from "./activity.ts";
import { nameOf, type Caller } from "./callers.ts";
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

/** People and services with credentials of their own, none of whom shares an address with the strangers or was made by them. */
function others(
  activity: Activity | null,
  strange: ReadonlySet<string>,
  made: ReadonlySet<string>,
): Cleared {
  if (activity === null) return [];
  const people = Map.groupBy(activity.actors.values(), ({ principal }) => principal);
  return [...people].flatMap(([who, actors]) => {
    if (who === null || made.has(who)) return [];
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

/** Nobody whom a finding speaks against is in it. */
export function clearedOf(
  callers: readonly Caller[],
  suspects: ReadonlySet<Caller>,
  activity: Activity | null,
  made: ReadonlySet<string>,
): Cleared {
  const strange = new Set(
    callers
      .filter((caller) => caller.isForeign || suspects.has(caller))
      .flatMap(({ actor }) => actor.ip ?? []),
  );
  return [
    ...ours(callers.filter((caller) => !suspects.has(caller))),
    ...others(activity, strange, made),
  ].slice(0, MOST);
}
