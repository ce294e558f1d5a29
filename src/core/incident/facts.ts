// What is known, by name: facts people gave and facts that follow from the state.
import { MINUTE, parseDuration } from "../instant.ts";
import { rotationHealth } from "../credential/rotation.ts";
import { EVIDENCE_LEVELS } from "../runbook/runbook.ts";
import type { AdviceFacts } from "../credential/advise.ts";
import type { CredentialState, IncidentState } from "./state.ts";

type Derive = (credential: CredentialState) => string | null;

/** Facts that are read off the credential itself and never asked for. */
const DERIVED: ReadonlyMap<string, Derive> = new Map<string, Derive>([
  ["keyName", ({ name }) => name],
  ["environment", ({ environment }) => environment],
  ["provider", ({ provider }) => provider],
  ["strategy", ({ strategy }) => strategy],
  ["keyId", ({ old }) => old.keyId],
  ["oldKey", ({ old }) => old.state],
  ["rotationHealth", rotationHealth],
]);

/** Whether somebody said that data about people is concerned, or of a duty that it applies or may apply: from then on clocks run. */
function mustTell({ decisions }: IncidentState): boolean {
  if (decisions.findLast(({ kind }) => kind === "personal-data")?.value === "yes") return true;
  const duties = decisions.filter(({ kind }) => kind === "notify");
  const last = new Map(duties.map(({ value }) => value.split(":") as [string, string]));
  return [...last.values()].some((word) => word !== "no");
}

/** Value of a fact, or undefined when it is not known. A credential's own value wins over the incident's. */
export function factValue(
  state: IncidentState,
  name: string,
  credential?: CredentialState,
): string | undefined {
  if (credential !== undefined) {
    const derived = DERIVED.get(name)?.(credential);
    if (typeof derived === "string") return derived;
    const own = credential.facts[name];
    if (own !== undefined) return own.value;
  }
  if (name === "roles" && Object.keys(state.roles).length > 0)
    return Object.entries(state.roles)
      .map(([role, operator]) => `${role}=${operator}`)
      .join(" ");
  return (
    state.facts[name]?.value ?? (name === "clockRunning" && mustTell(state) ? "yes" : undefined)
  );
}

function oneOf<T extends string>(value: string | undefined, allowed: readonly T[], other: T): T {
  return allowed.find((candidate) => candidate === value) ?? other;
}

/** The facts of the decision table; unknown tolerance counts as minutes, abuse in progress as confirmed. */
export function adviceFacts(state: IncidentState, credential: CredentialState): AdviceFacts {
  function fact(name: string): string | undefined {
    return factValue(state, name, credential);
  }
  const level = oneOf(fact("evidenceLevel"), EVIDENCE_LEVELS, "unknown");
  return {
    evidence: fact("abuse") === "yes" ? "confirmed-abuse" : level,
    environment: credential.environment,
    data: oneOf(
      fact("data"),
      ["none", "internal", "personal", "regulated", "unknown"] as const,
      "unknown",
    ),
    keyCan: oneOf(
      fact("keyCan"),
      ["read", "write", "spend", "delete", "unknown"] as const,
      "unknown",
    ),
    tolerance: oneOf(fact("outageTolerance"), ["none", "minutes", "hours"] as const, "minutes"),
    standby: oneOf(fact("standbyKeyLive"), ["yes", "no"] as const, "no"),
    canDisable: oneOf(fact("providerCanDisable"), ["yes", "no"] as const, "no"),
    severity: state.severity ?? "P2",
  };
}

/** Minutes a replacement is expected to take: unknown counts as 17 (measured median of a manual swap), 5 when every place is automated. */
export function replacementMinutes(
  state: IncidentState,
  credential: CredentialState,
  everyPlaceAutomated: boolean,
): number {
  const told = parseDuration(factValue(state, "replacementEta", credential) ?? "");
  if (told !== undefined && told > 0) return Math.ceil(told / MINUTE);
  return everyPlaceAutomated ? 5 : 17;
}
