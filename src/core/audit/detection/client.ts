// Detections of client: programs that never used this key.
import { isTool } from "../agent-family.ts";
import { counted, listWords } from "../words.ts";
import {
  examplesOf,
  spanOf,
  totalOf,
  type Case,
  type Evaluate,
  type Raised,
  type Rule,
} from "./rule.ts";

/** More programs than this are told as one finding. */
const MOST_STORIES = 5;

function newAgent(rule: Rule, one: Case): readonly Raised[] {
  const strangers = one.callers.filter(({ client, isProbe }) => client === "new" && !isProbe);
  const usesTools = [...one.profile.families].some(isTool);
  const byFamily = Map.groupBy(strangers, ({ family }) => family ?? "");
  const groups =
    byFamily.size > MOST_STORIES
      ? [
          {
            subject: `${String(byFamily.size)} programs`,
            about: [...byFamily.keys()],
            callers: strangers,
          },
        ]
      : [...byFamily].map(([subject, callers]) => ({ subject, about: [subject], callers }));
  return groups.map(({ subject, about, callers }) => {
    const isHand = callers.some(({ family }) => isTool(family ?? "")) && !usesTools;
    const isNear = callers.every(({ place }) => place === "seen" || place === "ours");
    const ips = new Set(callers.map(({ actor }) => actor.ip));
    return {
      rule,
      level: isHand && !isNear ? "medium" : rule.level,
      confidence: isHand ? "medium" : "low",
      title: isHand ? "Used by hand or by a script, beside the usual program" : rule.title,
      subject,
      about,
      ...spanOf(callers),
      observed: `${subject}: ${counted(totalOf(callers), "request")} from ${counted(ips.size, "address", "addresses")}`,
      expected: listWords([...one.profile.families].sort()),
      threshold: "any",
      events: totalOf(callers),
      callers,
      examples: examplesOf(callers),
    };
  });
}

export const CLIENT: Readonly<Record<string, Evaluate>> = { "new-user-agent": newAgent };
