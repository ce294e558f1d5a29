// Words to send to other people: a request to do what you cannot, and the one line that tells the security team. Never a key.
import { liveCredentials } from "../incident/checklist.ts";
import { factValue } from "../incident/facts.ts";
import type { CredentialState, IncidentState } from "../incident/state.ts";
import type { Step } from "../runbook/runbook.ts";

function keyWords(credential: CredentialState): string {
  const { name, environment, provider, old } = credential;
  return `key ${name} ..${old.last4 ?? "????"} (${environment}, ${provider})`;
}

/** The incident as it may be named to others. */
function nameOf({ id, codename, restricted, severity }: IncidentState): string {
  return `${restricted ? (codename ?? "Restricted incident") : id}${severity === null ? "" : ` ${severity}`}`;
}

/** "Can you do this for me?": what, which key, how, and to answer. */
export function helpRequest(
  state: IncidentState,
  step: Step,
  credential: CredentialState | undefined,
  clicks: readonly string[],
): string {
  const on = credential === undefined || state.restricted ? "" : `, ${keyWords(credential)}`;
  const how = clicks.length === 0 ? "" : ` ${clicks.join(" ")}`;
  return `${nameOf(state)}: please do this now, I cannot: ${step.title}${on}.${how} Tell me the minute it is done.`;
}

/** A suspicion is told as one: nobody is to be woken by words that say more than is known. */
function suspicionText(state: IncidentState, key: CredentialState | undefined): string {
  const said = state.decisions.findLast(({ kind }) => kind === "verdict");
  const which = key === undefined ? "a key" : keyWords(key);
  const since = `since ${state.detectedAt.slice(11, 16)}Z`;
  return said?.value === "benign"
    ? `${nameOf(state)}: odd use of ${which} ${since} turned out harmless: ${said.because}. Nothing was cut.`
    : `${nameOf(state)}: odd use of ${which} ${since}. A suspicion only, nothing is cut, I am looking into it. Do you know of it?`;
}

/** What the security team must hear first, in one breath. */
export function alertText(state: IncidentState): string {
  if (state.restricted)
    return `${nameOf(state)}: I am handling it, call me. Nothing about it in chat.`;
  const keys = liveCredentials(state);
  const [first] = keys;
  if (factValue(state, "evidenceLevel") === "suspected-anomaly") return suspicionText(state, first);
  const what =
    keys.length > 1
      ? `${String(keys.length)} keys got into the wrong hands`
      : `${first === undefined ? "a key" : keyWords(first)} got into the wrong hands`;
  const outage = keys.find((one) => one.old.state !== "dead" && one.outage !== null)?.outage;
  const fails =
    outage === null || outage === undefined
      ? ""
      : ` What uses it may fail for about ${String(outage.minutes)} min.`;
  return `${nameOf(state)}: ${what} no later than ${state.detectedAt.slice(11, 16)}Z. ${standing(keys)}${fails} Please confirm that you have read this.`;
}

function part(count: number, all: number): string {
  return count === all ? "" : ` (${String(count)} of ${String(all)})`;
}

/** Where it stands now: somebody who hears of it late must not be told that it still works. */
function standing(keys: readonly CredentialState[]): string {
  const dead = keys.filter((one) => one.old.state === "dead").length;
  const used = keys.filter((one) => one.new.state === "in-use").length;
  if (keys.length === 0 || dead + used === 0) return "I am replacing it.";
  const all = keys.length;
  const old =
    dead === 0 ? "still works, until its places are changed" : `is dead${part(dead, all)}`;
  const fresh = used === 0 ? "is not in use yet" : `is in use${part(used, all)}`;
  return `The old key ${old}; the new one ${fresh}.`;
}
