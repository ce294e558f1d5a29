// `w` at an alarm: the key that was cut still works. Its cut is taken back, and a replacement that was deleted instead of it is made anew.
import { isAcceptedSinceCut } from "../../core/credential/verdict.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import { startOver } from "../effect/create-key.ts";
import { revivedFacts } from "../effect/probe.ts";
import { change } from "../incident.ts";
import { asCommand, worldNow, type Guide } from "./guide.ts";

/** Something to put right: an alarm, or an answer since the cut that a deletion would not give. */
function isWrong({ alarms, old }: CredentialState): boolean {
  return alarms.length > 0 || isAcceptedSinceCut(old);
}

function facts(credential: CredentialState): readonly IncidentFact[] {
  const isLost = credential.new.state !== "none" && credential.new.verdict === "DEAD";
  return [
    ...(credential.old.state === "alive"
      ? []
      : revivedFacts(credential, "the cut hit another key, or did not take effect")),
    ...(isLost ? startOver(credential) : []),
  ];
}

/** Put it right: open the cut again, and the replacement where it is the one that went. */
export async function putRight(guide: Guide, id: string | null): Promise<void> {
  const { state } = await worldNow(guide);
  const credential = state.credentials[id ?? Object.keys(state.credentials)[0] ?? ""];
  if (credential === undefined || !isWrong(credential)) {
    guide.ask.say("Nothing is wrong here.");
    return;
  }
  await change(asCommand(guide), guide.incident, () => facts(credential));
  guide.ask.say(`Open again: cut ..${credential.old.last4 ?? "????"}.`, "yellow");
  guide.ask.say(
    "Compare the last four before you delete anything; a replacement that was deleted is made anew.",
  );
}
