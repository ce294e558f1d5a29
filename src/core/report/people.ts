// Who did something: roles by default, because a post-mortem looks at conditions and not at persons.
import type { IncidentEvent } from "../incident/event.ts";
import type { IncidentState } from "../incident/state.ts";
import { ROLES, type Role } from "../runbook/runbook.ts";

const ROLE_TITLES: Readonly<Record<Role, string>> = {
  any: "anyone",
  ic: "incident commander",
  scribe: "scribe",
  "key-admin": "key admin",
  deployer: "deployer",
  investigator: "investigator",
  approver: "approver",
  comms: "communications",
  legal: "legal",
  "service-owner": "service owner",
};

function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/** Title of a role id, or the id itself when it is none of ours. */
export function roleTitle(role: string): string {
  return isRole(role) ? ROLE_TITLES[role] : role;
}

/** The first role of each operator is enough to tell people apart: a role has one holder at a time. */
function roleByOperator(roles: IncidentState["roles"]): ReadonlyMap<string, string> {
  const byOperator = new Map<string, string>();
  for (const [role, operator] of Object.entries(roles))
    if (!byOperator.has(operator)) byOperator.set(operator, roleTitle(role));
  return byOperator;
}

/**
 * Turns an operator id into what the report shows: the id with names, else the first role held last
 * (`incident commander`), else `responder 1`, `responder 2` in order of appearance.
 */
export function whoShown(
  state: IncidentState,
  events: readonly IncidentEvent[],
  withNames: boolean,
): (operator: string) => string {
  if (withNames) return (operator) => operator;
  const roles = roleByOperator(state.roles);
  const numbers = new Map<string, number>();
  for (const operator of [state.declaredBy, ...events.map((event) => event.by)])
    if (!roles.has(operator) && !numbers.has(operator)) numbers.set(operator, numbers.size + 1);
  return (operator) => {
    const number = numbers.get(operator);
    return (
      roles.get(operator) ?? (number === undefined ? "a responder" : `responder ${String(number)}`)
    );
  };
}
