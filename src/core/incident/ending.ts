// What is still open when somebody wants to end an incident.
import { shellWord } from "../shell-word.ts";
import type { Missing } from "../credential/guard.ts";
import type { Runbook } from "../runbook/runbook.ts";
import { checklist, isRequired, isSettled, liveCredentials } from "./checklist.ts";
import { confirmWord } from "./next.ts";
import type { CredentialState, IncidentState } from "./state.ts";

function openSteps(runbook: Runbook, state: IncidentState): readonly Missing[] {
  return checklist(runbook, state)
    .filter((item) => isRequired(item.step) && !isSettled(item.state))
    .map((item) => {
      const on = item.credential === null ? "" : ` --credential ${item.credential.id}`;
      return {
        what: item.step.id + (item.credential === null ? "" : `/${item.credential.id}`),
        why: `${item.step.title}: ${item.state}`,
        command: `claro-ir step show ${item.step.id}${on}`,
      };
    });
}

function openKey(
  runbook: Runbook,
  state: IncidentState,
  credential: CredentialState,
): readonly Missing[] {
  const missing: Missing[] = [];
  const cut = runbook.steps.find((step) => step.effect === "block-key")?.id;
  if (credential.old.action === "disable")
    missing.push({
      what: `${credential.id} only disabled`,
      why: "a disabled key can be enabled again",
      command: `claro-ir run ${cut ?? "block-compromised-key"} --action delete --credential ${credential.id} --confirm ${shellWord(confirmWord(state, credential))}`,
    });
  return missing;
}

/** Open items that stop `close`: core steps and proofs, keys only disabled, outcomes left unknown. */
export function missingToClose(runbook: Runbook, state: IncidentState): readonly Missing[] {
  const unknown = state.pending.map((effect) => ({
    what: `${effect.effect} unknown`,
    why: effect.plan,
    command: "claro-ir reconcile",
  }));
  return [
    ...unknown,
    ...liveCredentials(state).flatMap((one) => openKey(runbook, state, one)),
    ...openSteps(runbook, state),
  ];
}

/** What stops a stand-down: a key cut without a live replacement, a replacement alive and unused, an outcome left unknown. */
export function missingToStandDown(state: IncidentState): readonly Missing[] {
  const missing: Missing[] = state.pending.map((effect) => ({
    what: `${effect.effect} unknown`,
    why: effect.plan,
    command: "claro-ir reconcile",
  }));
  for (const credential of liveCredentials(state)) {
    const cut = credential.old.state !== "alive";
    const live = credential.new.state === "in-use";
    if (cut && !live)
      missing.push({
        what: `${credential.id} is cut without a live replacement`,
        why: `${credential.name} does not work any more`,
        command: `claro-ir next`,
      });
    if (!cut && credential.new.state !== "none" && !live)
      missing.push({
        what: `${credential.id} has a replacement that nobody uses`,
        why: `${credential.new.name ?? "the new key"} is alive and unused`,
        command: `claro-ir next`,
      });
  }
  return missing;
}
