// What stands in the way of the destructive step. An empty list is a yes; every line names what is missing and how to give it.
import { MINUTE, between, plus, toEpoch, type Instant } from "../instant.ts";
import { factValue } from "../incident/facts.ts";
import type { CredentialState, IncidentState } from "../incident/state.ts";
import { isSettled } from "../incident/checklist.ts";
import { deployedAt, minuteOf, QUIET, quietFrom, watchUntil } from "./rotation.ts";
import { everyPlaceSettled, isPlaceSettled } from "./target.ts";

export interface Missing {
  /** Short name, used as `blockedBy`. */
  readonly what: string;
  readonly why: string;
  /** The command that gives it. */
  readonly command: string;
}

/** Volatile evidence may hold up the cut for this long at most, in ms. */
const EVIDENCE_PATIENCE = 2 * MINUTE;

function missingEvidence(credential: CredentialState, now: Instant): readonly Missing[] {
  const record = credential.steps["capture-minimum-evidence"];
  if (record !== undefined && record.status !== "started" && record.status !== "failed") return [];
  if (between(credential.addedAt, now) >= EVIDENCE_PATIENCE) return [];
  return [
    {
      what: "capture-minimum-evidence",
      why: "the usage figures are gone after the cut",
      command: `claro-ir run capture-minimum-evidence --credential ${credential.id}`,
    },
  ];
}

function missingToReplace(credential: CredentialState): readonly Missing[] {
  const open = credential.targets.filter((target) => !isPlaceSettled(target));
  if (credential.new.state === "none")
    return [
      {
        what: "create-replacement-key",
        why: `${credential.strategy ?? ""}: there is no replacement yet`,
        command: `claro-ir run create-replacement-key --credential ${credential.id}`,
      },
    ];
  const missing: Missing[] = open.map((target) => ({
    what: `target ${target.id}`,
    why: `${credential.strategy ?? ""}: ${target.id} is ${target.state}, not in use`,
    command: `claro-ir run deploy-replacement-key --credential ${credential.id} --target ${target.id}`,
  }));
  if (open.length === 0 && !everyPlaceSettled(credential))
    missing.push({
      what: "places",
      why: `${credential.strategy ?? ""}: no place that holds the key is known`,
      command: `claro-ir targets add <id> --kind manual --credential ${credential.id}`,
    });
  if (credential.new.verdict !== "ALIVE")
    missing.push({
      what: "verify-replacement-live",
      why: `${credential.strategy ?? ""}: the new key has not been seen alive`,
      command: `claro-ir run verify-replacement-live --credential ${credential.id}`,
    });
  return missing;
}

const NOT_YET = "safe-rotation: the old key may not go before";

/** The watch of a rotation: 24 to 48 hours, errors as before, the old key unused for a day. What needs patience comes first. */
function missingToEndWatch(credential: CredentialState, now: Instant): readonly Missing[] {
  const until = watchUntil(credential);
  const quiet = quietFrom(credential);
  const look = `claro-ir run watch-rotation --credential ${credential.id}`;
  const missing: Missing[] = [];
  if (until !== null && toEpoch(now) < toEpoch(until))
    missing.push({
      what: "watch",
      why: `${NOT_YET} ${minuteOf(until)}: the last deploy was at ${minuteOf(deployedAt(credential) ?? until)}`,
      command: look,
    });
  if (quiet !== null && toEpoch(now) < toEpoch(quiet))
    missing.push({
      what: "old key quiet",
      why: `${NOT_YET} ${minuteOf(quiet)}: it was used at ${minuteOf(plus(quiet, -QUIET))}`,
      command: look,
    });
  for (const problem of credential.watch?.problems ?? [])
    missing.push({
      what: "healthy",
      why: `safe-rotation: ${problem}`,
      command: `claro-ir run roll-back --credential ${credential.id}`,
    });
  const watched = credential.steps["watch-rotation"]?.status ?? "started";
  if (missing.length === 0 && !isSettled(watched))
    missing.push({
      what: "watch-rotation",
      why: "safe-rotation: the watch is not over",
      command: look,
    });
  return missing;
}

function missingToRotate(credential: CredentialState, now: Instant): readonly Missing[] {
  if (credential.rollback !== null)
    return [
      {
        what: "no rollback",
        why: "safe-rotation: it was rolled back, so the old key is the one in use",
        command: `claro-ir run roll-back --credential ${credential.id}`,
      },
    ];
  if (credential.override !== null) return [];
  const missing = missingToReplace(credential);
  return missing.length > 0 ? missing : missingToEndWatch(credential, now);
}

/** Whether an outage must be accepted by name before the cut: contain-first on production without a standby key. */
function needsOutageAccepted(state: IncidentState, credential: CredentialState): boolean {
  return (
    credential.strategy === "contain-first" &&
    credential.environment === "production" &&
    factValue(state, "standbyKeyLive", credential) !== "yes" &&
    credential.new.state !== "in-use"
  );
}

/** Everything missing before the old key may be blocked (domain rule `mayDeleteOld`). A recorded override opens replace-first and safe-rotation; the ceiling never does. */
export function missingToBlock(
  state: IncidentState,
  credential: CredentialState,
  now: Instant,
): readonly Missing[] {
  const evidence = missingEvidence(credential, now);
  if (credential.strategy === null)
    return [
      ...evidence,
      {
        what: "choose-strategy",
        why: "no strategy is on record",
        command: `claro-ir decide strategy contain-first --credential ${credential.id} --because "<why>"`,
      },
    ];
  if (credential.strategy === "safe-rotation") return missingToRotate(credential, now);
  if (credential.strategy === "replace-first")
    return credential.override === null ? [...evidence, ...missingToReplace(credential)] : evidence;
  if (!needsOutageAccepted(state, credential) || credential.outage !== null) return evidence;
  return [
    ...evidence,
    {
      what: "accept-outage",
      why: "contain-first on production: somebody must accept the outage",
      command: `claro-ir decide outage 17 --credential ${credential.id} --because "<why>"`,
    },
  ];
}
