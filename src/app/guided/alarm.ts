// `w` at an alarm: the key that was cut still works. Its cut is taken back, and a replacement that was deleted instead of it is made anew.
import { isAcceptedSinceCut, openAlarms } from "../../core/credential/verdict.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import { between, durationWords, type Instant } from "../../core/instant.ts";
import { startOver } from "../effect/create-key.ts";
import { cutAgainFacts } from "../effect/probe.ts";
import { change } from "../incident.ts";
import { asCommand, worldNow, type Guide } from "./guide.ts";

const BECAUSE = "the cut hit another key, or did not take effect";

/** Something to put right: an alarm, or an answer since the cut that a deletion would not give. */
function isWrong(credential: CredentialState): boolean {
  return openAlarms(credential).length > 0 || isAcceptedSinceCut(credential.old);
}

function facts(credential: CredentialState): readonly IncidentFact[] {
  const isLost = credential.new.state !== "none" && credential.new.verdict === "DEAD";
  return [
    ...(credential.old.state === "alive" ? [] : cutAgainFacts(credential, BECAUSE, BECAUSE)),
    ...(isLost ? startOver(credential) : []),
  ];
}

/** Right after a cut that took effect a vendor may answer 200 for a while: that is no reason to take it back. */
async function isSure(guide: Guide, { alarms, old }: CredentialState, now: Instant) {
  const { blockedAt } = old;
  if (openAlarms({ alarms, old }).length > 0 || blockedAt === null) return true;
  const long = durationWords(between(blockedAt, now));
  guide.ask.say(`..${old.last4 ?? "????"} was cut ${long} ago; up to a minute of 200 is normal.`);
  const answer = await guide.ask.choose(
    "Take the cut back, to do it again?",
    [
      { key: "y", words: "yes, it was not deleted" },
      { key: "b", words: "back, go on asking" },
    ],
    "b",
  );
  return answer === "y";
}

/** Put it right: open the cut again, and the replacement where it is the one that went. */
export async function putRight(guide: Guide, id: string | null): Promise<void> {
  const { state, now } = await worldNow(guide);
  const credential = state.credentials[id ?? Object.keys(state.credentials)[0] ?? ""];
  if (credential === undefined || !isWrong(credential)) {
    guide.ask.say("Nothing is wrong here.");
    return;
  }
  if (!(await isSure(guide, credential, now))) return;
  await change(asCommand(guide), guide.incident, () => facts(credential));
  guide.ask.say(`Open again: cut ..${credential.old.last4 ?? "????"}.`, "yellow");
  guide.ask.say(
    "Compare the last four before you delete anything; a replacement that was deleted is made anew.",
  );
}
