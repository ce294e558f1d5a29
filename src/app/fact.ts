// Named facts as people give them: checked against the runbook's definition, the value kept as text.
import { ClaroIrError } from "../core/error.ts";
import { credentialOf, requireCredential, type World } from "../core/incident/decide/world.ts";
import { startFactOf, type StartFact } from "../core/compliance/start-facts.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import {
  HOUR,
  noTimeWords,
  parseDuration,
  parseInstant,
  parseWhen,
  SECOND,
  toEpoch,
  typedPrecision,
  type Instant,
} from "../core/instant.ts";
import { findStep, type FactDefinition } from "../core/runbook/runbook.ts";
import type { App } from "./context.ts";

/** Facts that commands give and no runbook needs to list. */
const BUILT_IN: Readonly<Record<string, FactDefinition>> = {
  noPlaces: { title: "No place holds this key", type: "flag", scope: "credential", values: [] },
  providerConfirmed: {
    title: "The provider is the right one",
    type: "flag",
    scope: "credential",
    values: [],
  },
};

function refuse(name: string, why: string): never {
  throw new ClaroIrError("usage", "bad-fact", `Fact ${name}: ${why}.`, {
    hint: "claro-ir step list (then claro-ir step show <step>: its facts, and their answers)",
  });
}

/** A day stays a day: midnight would say more than anybody knows. */
function momentOf(value: string, now: Instant): string | undefined {
  const isDay = typedPrecision(value) === "day" && parseInstant(value) !== undefined;
  return isDay ? value : parseWhen(value, now);
}

function checked(name: string, value: string, definition: FactDefinition, now: Instant): string {
  switch (definition.type) {
    case "enum":
      if (!definition.values.includes(value))
        refuse(name, `"${value}" is none of ${definition.values.join(", ")}`);
      return value;
    case "flag":
      if (!["yes", "no", "unknown"].includes(value)) refuse(name, `it is yes, no or unknown`);
      return value;
    case "number":
      if (!Number.isFinite(Number(value))) refuse(name, `"${value}" is no number`);
      return value;
    case "duration":
      if (parseDuration(value) === undefined) refuse(name, `"${value}" is no duration such as 20m`);
      return value;
    case "instant":
      return (
        momentOf(value, now) ?? refuse(name, `"${value}" is no time: ${noTimeWords(value, now)}`)
      );
    case "text":
    case "list":
      return value;
    default:
      return definition.type satisfies never;
  }
}

function startDefinition({ title }: StartFact): FactDefinition {
  return { title, type: "instant", scope: "incident", values: [] };
}

/** From when a duty counts is the call of named roles, once somebody has them. */
function refuseOtherRole({ state, actor }: World, { name, by }: StartFact): void {
  const holders = by.flatMap((role) => state.roles[role] ?? []);
  if (holders.length === 0 || holders.includes(actor.id)) return;
  throw new ClaroIrError(
    "refused",
    "role",
    `${name} starts a legal clock: it is the call of ${[...new Set(holders)].join(" or ")} (${by.join(", ")}).`,
    { hint: `claro-ir fact ${name} <time> --operator ${holders[0] ?? ""}` },
  );
}

/** What a person's own clock may be ahead of UTC, where a day alone is said. */
const AHEAD = 14 * HOUR;

/** Nobody is aware tomorrow; and a clock that runs is moved only with a reason. */
function refuseMove(
  { state, now }: World,
  { name }: StartFact,
  value: string,
  because: string | undefined,
): void {
  const ahead = typedPrecision(value) === "day" ? AHEAD : SECOND;
  if (toEpoch(parseInstant(value) ?? now) > toEpoch(now) + ahead)
    throw new ClaroIrError(
      "usage",
      "future",
      `${name} starts a legal clock: ${value} lies in the future.`,
      { hint: `claro-ir fact ${name} now` },
    );
  const before = state.facts[name];
  if (before === undefined || before.value === value || (because ?? "").trim() !== "") return;
  throw new ClaroIrError(
    "usage",
    "reason-missing",
    `${name} is ${before.value} on record (#${String(before.seq)}): a start that is moved needs its reason.`,
    { hint: `claro-ir fact ${name} ${value} --because "<why>"` },
  );
}

/** The fact to record for a name and value; its scope says which credential it is about. `because`: why it takes the place of an earlier one. Exit 2 for what the runbook does not know, and for a legal clock that is moved without a reason. */
export function namedFact(
  app: App,
  world: World,
  name: string,
  value: string,
  credential: string | undefined,
  because?: string,
): IncidentFact & { readonly type: "fact.set" } {
  const start = startFactOf(name);
  if (start !== undefined) refuseOtherRole(world, start);
  const definition =
    world.compiled.runbook.facts[name] ?? BUILT_IN[name] ?? (start && startDefinition(start));
  if (definition === undefined) return refuse(name, "the runbook knows no fact of that name");
  const clean = app.clean(value.trim());
  if (clean === "") refuse(name, "its value is empty");
  const about =
    definition.scope === "credential" ? requireCredential(world.state, credential).id : null;
  const said = checked(name, clean, definition, world.now);
  if (start !== undefined) refuseMove(world, start, said, because);
  return {
    type: "fact.set",
    data: {
      name,
      value: said,
      credential: about,
      source: "operator",
      grade: "E3",
      ...(because === undefined ? {} : { because: app.clean(because) }),
    },
  };
}

/** `name=value` of a step command. */
export function factOf(
  app: App,
  world: World,
  text: string,
  about: { readonly step: string; readonly credential: string | undefined },
): IncidentFact & { readonly type: "fact.set" } {
  const at = text.indexOf("=");
  if (at < 1)
    throw new ClaroIrError("usage", "bad-fact", "--fact is <name>=<value>.", {
      hint: `claro-ir step show ${about.step}`,
    });
  const step = findStep(world.compiled.runbook, about.step);
  const named = step === undefined ? undefined : credentialOf(world, step, about.credential)?.id;
  return namedFact(app, world, text.slice(0, at), text.slice(at + 1), named ?? about.credential);
}
