// How keys are named: environment and purpose, kebab-case. The replacement's name carries the incident, so that it can be found again.
import { kindOf } from "../incident/kind.ts";
import type { Environment } from "../incident/event.ts";

const NAME = /^(production|staging|development)(-[a-z0-9]+)+$/;
const WEAK = /^(key\d*|test|mykey|new|old|temp|api-?key)$/i;

function isEnvironment(word: string): boolean {
  return ["production", "staging", "development"].includes(word);
}

/** What is wrong with a key name, one sentence each; empty = well named. Rule: Claro security guide, key naming. */
export function nameProblems(name: string, environment?: Environment): readonly string[] {
  const problems: string[] = [];
  if (WEAK.test(name)) problems.push(`"${name}" says nothing about its use`);
  if (name.includes("@")) problems.push("it holds an e-mail address");
  if (name.length < 3 || name.length > 64) problems.push("it must have 3 to 64 characters");
  if (!NAME.test(name))
    problems.push("it must be <environment>-<purpose> in lower case, e.g. production-web-app");
  const named = NAME.exec(name)?.[1];
  const others = name.split("-").slice(1).filter(isEnvironment);
  if (others.length > 0) problems.push(`it also says ${others.join(", ")}`);
  if (environment !== undefined && named !== undefined && named !== environment)
    problems.push(`it says ${named} but the key is for ${environment}`);
  return problems;
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}

/** A name by the rule for what somebody meant: environment first, purpose behind it, at most 64 characters. */
export function suggestName(name: string, environment: Environment): string {
  const words = slug(name.split("@")[0] ?? "").split("-");
  const purpose = words.filter(
    (word) => word !== "" && !isEnvironment(word) && (word === "key" || !WEAK.test(word)),
  );
  const named = [environment, ...(purpose.length === 0 ? ["service"] : purpose)].join("-");
  return named.slice(0, 64).replace(/-+$/, "");
}

/** Mark in the name of every key made in an incident or a rotation. */
export function nameTag(incident: string): string {
  const word = kindOf(incident) === "rotation" ? "rot" : "ir";
  return `-${word}-${incident.slice(-4)}-`;
}

/** `<old name>-ir-<incident>-<operation>` (`-rot-` in a rotation): passes the naming rule whatever the old name was, at most 64 characters. */
export function replacementName(
  oldName: string,
  environment: Environment,
  incident: string,
  opId: string,
): string {
  const tag = `${nameTag(incident)}${opId.replaceAll("-", "").slice(-6)}`;
  const plain = slug(oldName).replace(/-(?:ir|rot)-[a-z0-9]{4}-[a-z0-9]{4,6}$/, "");
  const purpose = plain
    .split("-")
    .filter((word) => !isEnvironment(word))
    .join("-");
  const named = `${environment}-${purpose || "key"}`;
  return named.slice(0, 64 - tag.length).replace(/-+$/, "") + tag;
}

/** Name of the line of keys that this one belongs to: without the mark of the incident or rotation in which it was made. */
export function lineOf(name: string): string {
  return name.replace(/-(?:ir|rot)-[a-z0-9]{4}-[a-z0-9]{4,6}$/, "");
}

/** Whether a key listed by the provider was made for this incident (by any operation). */
export function belongsToIncident(name: string, incident: string): boolean {
  return name.includes(nameTag(incident));
}
