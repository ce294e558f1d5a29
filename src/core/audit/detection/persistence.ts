// Detections of persistence: access given, logging switched off, secrets read.
import type { Changed } from "../activity.ts";
import type { Caller } from "../callers.ts";
import { isUsual } from "../routine.ts";
import { counted, listWords } from "../words.ts";
import type { Case, Evaluate, Raised, Rule } from "./rule.ts";

/** Changes with the key itself, and those that others made to it or from the same places. */
function changesOf(one: Case): readonly Changed[] {
  const strange = new Set(
    one.callers.filter(({ isForeign }) => isForeign).flatMap(({ actor }) => actor.ip ?? []),
  );
  const others: readonly Changed[] = (one.others?.changes ?? []).filter(
    ({ change, ip, by }) =>
      !one.context.team.includes(by ?? "") &&
      ((ip !== null && strange.has(ip)) || one.facts.names.includes(change.id)),
  );
  const made = one.followed.flatMap(({ window }) => window.changes);
  const all = new Map<string, Changed>();
  // A user's deeds are also those of the user's keys: one line, one change.
  for (const changed of [...one.window.changes, ...made, ...others]) {
    const { where, change } = changed;
    all.set(`${String(where.source)}:${String(where.line)} ${change.id}`, changed);
  }
  return [...all.values()];
}

function callersOf(one: Case, changes: readonly Changed[]): readonly Caller[] {
  return one.callers.filter(
    ({ actor, isForeign }) =>
      isForeign && changes.some(({ ip, agent }) => ip === actor.ip && agent === actor.agent),
  );
}

interface Wanted {
  readonly is: (changed: Changed) => boolean;
  readonly verb: string;
}

function raise(rule: Rule, one: Case, { is, verb }: Wanted): readonly Raised[] {
  const all = changesOf(one).filter(is);
  const done = all.filter(({ outcome }) => outcome === "success");
  const odd = done.filter((changed) => !one.routine.has(changed));
  const told = [odd, done, all].find(({ length }) => length > 0) ?? [];
  const [first] = told;
  if (first === undefined) return [];
  const callers = callersOf(one, told);
  const isKnown = callers.length === 0 && told.every((one_) => isUsual(one.profile.activity, one_));
  const at = told.map((changed) => changed.at);
  const onlyTried = done.length === 0;
  return [
    {
      rule,
      level: onlyTried ? "high" : isKnown ? "low" : rule.level,
      confidence: callers.length > 0 ? "high" : "medium",
      title: onlyTried ? `Tried, and refused: ${rule.title.toLowerCase()}` : rule.title,
      subject: listWords([...new Set(told.map(({ change }) => `${change.what} ${change.id}`))], 5),
      about: told.map(({ change }) => `${change.does} ${change.what} ${change.id}`),
      from: Math.min(...at),
      to: Math.max(...at) + 1,
      observed: `${counted(told.length, verb, `${verb}s`)}: ${listWords([...new Set(told.map(({ action, change }) => `${action ?? change.does} ${change.id}`))], 5)}`,
      expected: isKnown ? "as before" : "none",
      threshold: "any",
      events: told.length,
      callers,
      examples: told.slice(0, 3).map(({ at: when, where, action, change, outcome }) => ({
        at: when,
        where,
        action,
        resource: change.id,
        status: null,
        outcome,
      })),
    },
  ];
}

function isAdmin({ change }: Changed): boolean {
  return change.does === "creates" || change.does === "changes" || change.does === "deletes";
}

export const PERSISTENCE: Readonly<Record<string, Evaluate>> = {
  "key-admin-change": (rule, one) => raise(rule, one, { is: isAdmin, verb: "change" }),
  "logging-off": (rule, one) =>
    raise(rule, one, { is: ({ change }) => change.does === "disables-logging", verb: "change" }),
  "secret-read": (rule, one) =>
    raise(rule, one, { is: ({ change }) => change.does === "reads-secret", verb: "read" }),
};
