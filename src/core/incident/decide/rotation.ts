// Opening a planned rotation: a journal like an incident's, without severity, leak or clock. Its strategy follows from its id.
import { STAGING_PLACES, WATCH_LENGTH } from "../../credential/rotation.ts";
import type { Instant } from "../../instant.ts";
import type { Environment, IncidentData, IncidentFact } from "../event.ts";

export interface RotationInput {
  readonly runbook: IncidentData["incident.declared"]["runbook"];
  readonly summary: string;
  readonly operator: string;
  readonly recipient: string | null;
  readonly key: {
    readonly name: string;
    readonly environment: Environment;
    readonly provider: string;
    readonly keyId: string | null;
    readonly last4: string | null;
    readonly prefix: string | null;
    readonly fingerprint: string | null;
    readonly targets: readonly string[];
  };
  /** Places that get the new key first; none = all at once. */
  readonly staging: readonly string[];
  /** Such as `24h`. */
  readonly watch: string;
  /** Facts about the key beside these. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Everything `keys rotate` records, in an order of which every prefix is a legal state. */
export function declareRotation(input: RotationInput, now: Instant): readonly IncidentFact[] {
  const { key, operator } = input;
  const facts = {
    ...input.facts,
    [WATCH_LENGTH]: input.watch,
    ...(input.staging.length === 0 ? {} : { [STAGING_PLACES]: input.staging.join(",") }),
  };
  return [
    {
      type: "incident.declared",
      data: {
        runbook: input.runbook,
        drill: false,
        detectedAt: now,
        summary: input.summary,
        codename: null,
        restricted: false,
      },
    },
    { type: "operator.joined", data: { operator, recipient: input.recipient } },
    { type: "roles.assigned", data: { roles: { "key-admin": operator, deployer: operator } } },
    { type: "credential.added", data: { credential: "c1", ...key, sealed: null } },
    ...Object.entries(facts).map(([name, value]): IncidentFact => ({
      type: "fact.set",
      data: { name, value, credential: "c1", source: "keys rotate", grade: "E3" },
    })),
  ];
}
