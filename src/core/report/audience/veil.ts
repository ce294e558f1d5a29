// The same events with everything taken out that an audience may not know. What is told is made of these, so that nothing else can get into it.
import { RULE_WORDS } from "../../credential/advise.ts";
import type { IncidentEvent } from "../../incident/event.ts";
import type { IncidentState } from "../../incident/state.ts";
import { parseDuration, parseInstant } from "../../instant.ts";
import { ROLES, type Runbook } from "../../runbook/runbook.ts";
import { whoShown } from "../people.ts";
import type { Audience, DataClass } from "./audience.ts";
import { classOf, type FieldClass } from "./field-class.ts";
import { createScrub } from "./scrub.ts";

/** Stands where something was left out. */
export const WITHHELD = "withheld";

/** Names that stay the same through one document: `place 1`, `place 2`. */
function numbered(word: string): (value: string) => string {
  const numbers = new Map<string, number>();
  return (value) => {
    const number = numbers.get(value) ?? numbers.size + 1;
    numbers.set(value, number);
    return `${word} ${String(number)}`;
  };
}

const ROLE_IDS: ReadonlySet<string> = new Set(ROLES);

/** Assigned roles, without keys that are no role of ours. */
function knownRoles(roles: IncidentState["roles"]): IncidentState["roles"] {
  return Object.fromEntries(Object.entries(roles).filter(([role]) => ROLE_IDS.has(role)));
}

/** Whether a fact's value is of a closed type: an instant, a number, one of a list. Such an answer tells nothing but itself. */
function isTyped(runbook: Runbook, name: string, value: string): boolean {
  const definition = runbook.facts[name];
  switch (definition?.type) {
    case "instant":
      return parseInstant(value) !== undefined;
    case "number":
      return /^-?\d+(?:\.\d+)?$/.test(value);
    case "duration":
      return parseDuration(value) !== undefined;
    case "enum":
      return definition.values.includes(value);
    case "flag":
      return /^(?:yes|no|true|false|unknown)$/.test(value);
    case "text":
    case "list":
    case undefined:
      return false;
  }
  return false;
}

/** The words of a rule are nobody's reason. */
function withoutRuleWords(data: object): object {
  const { because } = data as { readonly because?: unknown };
  return typeof because === "string" && RULE_WORDS.has(because)
    ? { ...data, because: WITHHELD }
    : data;
}

/** How values of each class look to an audience. */
function lens(
  state: IncidentState,
  events: readonly IncidentEvent[],
  audience: Audience,
  people: readonly string[],
): (dataClass: DataClass, text: string) => string {
  const roleOf = whoShown({ ...state, roles: knownRoles(state.roles) }, events, false);
  const team = audience.may.has("judgement") ? roleOf : () => "the response team";
  const place = numbered("place");
  const mark = numbered("mark");
  const scrub = createScrub(events, audience, team, people);
  const instead: Partial<Record<DataClass, (text: string) => string>> = {
    person: team,
    place,
    vendor: () => "the vendor",
    "key-name": () => "the key",
    "key-id": (text) => (text.length > 4 ? mark(text) : WITHHELD),
  };
  return (dataClass, text) => {
    if (dataClass === "plain") return text;
    if (!audience.may.has(dataClass)) return (instead[dataClass] ?? (() => WITHHELD))(text);
    return dataClass === "reason" ? scrub(text) : text;
  };
}

/**
 * Events as an audience may read them: who did it as a role, words scrubbed or left out, places numbered, where it was typed left out.
 * Instants, figures, numbers and order stay; the words of a rule are nobody's reason. `people` are names known beside the record. `responders` get them as they are.
 */
export function veilEvents(
  state: IncidentState,
  events: readonly IncidentEvent[],
  runbook: Runbook,
  audience: Audience,
  people: readonly string[] = [],
): readonly IncidentEvent[] {
  if (audience.tells === "all") return events;
  const show = lens(state, events, audience, people);

  function veilList(type: string, dataClass: FieldClass, list: readonly unknown[]): unknown[] {
    const isHidden = dataClass === "digest" && !audience.may.has("digest");
    return isHidden ? [] : list.map((part) => veil(type, dataClass, part));
  }

  function veilParts(type: string, dataClass: FieldClass, value: object): object {
    const parts = Object.entries(value) as [string, unknown][];
    if (dataClass === "fields") return veilFields(type, parts);
    if (dataClass === "person") {
      const roles = parts.map(([role, id]) => [role, show("person", String(id))]);
      return knownRoles(Object.fromEntries(roles) as Record<string, string>);
    }
    // A place's definition and the like: what lies deeper are paths, names and addresses.
    const shown = parts.map(([key, part]) => [
      key,
      typeof part === "object" && part !== null ? {} : veil(type, dataClass, part),
    ]);
    return Object.fromEntries(shown) as object;
  }

  function veil(type: string, dataClass: FieldClass, value: unknown): unknown {
    if (dataClass === "plain") return value;
    if (typeof value === "string") return show(dataClass === "fields" ? "plain" : dataClass, value);
    if (Array.isArray(value)) return veilList(type, dataClass, value);
    return typeof value === "object" && value !== null ? veilParts(type, dataClass, value) : value;
  }

  function veilFields(type: string, fields: readonly (readonly [string, unknown])[]): object {
    const veiled = fields.map(([field, value]) => [field, veil(type, classOf(type, field), value)]);
    return Object.fromEntries(veiled) as object;
  }

  function dataOf(event: IncidentEvent): object {
    const data = veilFields(event.type, Object.entries(withoutRuleWords(event.data)));
    if (event.type !== "fact.set") return data;
    const { name, value } = event.data;
    return isTyped(runbook, name, value) ? { ...data, value } : data;
  }

  return events.map((event) =>
    Object.assign({}, event, {
      by: show("person", event.by),
      via: { ...event.via, host: WITHHELD, osUser: WITHHELD, terminal: null },
      data: dataOf(event),
    }),
  );
}
