// Sentences for events of the incident as a whole: declaration, people, decisions, the record itself.
import type { IncidentType } from "../../incident/event.ts";
import { factWords } from "../../runbook/condition.ts";
import { roleTitle } from "../people.ts";
import { aside, count, type Sentences } from "./sentences.ts";

export type IncidentWide = Extract<
  IncidentType,
  | `incident.${string}`
  | `operator.${string}`
  | `roles.${string}`
  | `runbook.${string}`
  | `fact.${string}`
  | `severity.${string}`
  | `decision.${string}`
  | `note.${string}`
  | `clock.${string}`
  | "secret.discarded"
>;

const INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/;

/** An instant as all others are shown, `2026-11-23 02:10:07`; anything else as it stands. */
function momentOr(value: string): string {
  return value.replace(INSTANT, "$1 $2");
}

/** `incident commander, scribe; key admin = responder 1`: each person once, and not again where one of the roles names them. */
function rolesHeld(
  roles: Readonly<Record<string, string>>,
  who: (operator: string) => string,
): string {
  const held = Map.groupBy(Object.entries(roles), ([, operator]) => who(operator));
  return [...held]
    .map(([person, entries]) => {
      const titles = entries.map(([role]) => roleTitle(role));
      return titles.includes(person) ? titles.join(", ") : `${titles.join(", ")} = ${person}`;
    })
    .join("; ");
}

export const INCIDENT_SENTENCES: Sentences<IncidentWide> = {
  "incident.declared": (data) =>
    `${data.drill ? "DRILL declared" : "Incident declared"}: ${data.drill ? data.summary.replace(/^DRILL: /, "") : data.summary}${aside(data.codename === null ? null : `codename ${data.codename}`)}`,
  "incident.closed": (data) => `Incident closed: ${data.because}`,
  "incident.stood-down": (data) => `Stood down: ${data.because}`,
  "incident.reopened": (data) => `Incident reopened: ${data.because}`,
  "runbook.changed": (data) => `Runbook is now ${data.runbook.id}: ${data.because}`,
  "operator.joined": (data, names) => `${names.who(data.operator)} joined`,
  "roles.assigned": (data, names) => `Roles assigned: ${rolesHeld(data.roles, names.who)}`,
  "fact.set": (data) =>
    `${factWords(data.name)} = ${momentOr(data.value)} (${data.grade}, ${data.source})${data.because === undefined ? "" : `: ${data.because}`}`,
  "severity.set": (data) =>
    `Severity ${data.severity}${data.derived ? " by the rules" : ""}: ${data.because}`,
  "decision.recorded": (data) => `Decided ${data.kind} = ${data.value}: ${data.because}`,
  "clock.notified": (data) =>
    `Told ${data.to}: ${data.regime} ${data.stage}${data.receipt === null ? "" : `, receipt ${data.receipt}`}${data.because === null ? "" : `, late: ${data.because}`}`,
  "note.added": (data) => `Note: ${data.text}`,
  "secret.discarded": (data) =>
    `${count(data.ops.length, "sealed value")} discarded (leaked and replacement keys)`,
};
