// `e`: what was answered, and changing it. An answer that changes the advice changes the plan, as long as nobody chose otherwise.
import { liveCredentials } from "../../core/incident/checklist.ts";
import type { World } from "../../core/incident/decide/world.ts";
import { factValue } from "../../core/incident/facts.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import { namedFact } from "../fact.ts";
import { refuseMissingLogs } from "../log-places.ts";
import { change } from "../incident.ts";
import { askFact } from "./ask-fact.ts";
import { browse } from "./browse.ts";
import { asCommand, worldNow, type Guide } from "./guide.ts";
import { describeKey } from "./question-whose.ts";
import { pasteAgain } from "./paste-again.ts";
import { settleAdvice } from "./settle-advice.ts";

interface Answer {
  readonly text: string;
  readonly value: string;
  readonly by: string;
  change(): Promise<void>;
}

/** Facts that people gave and that the runbook knows, of the incident or of one key. */
function factsOf(
  guide: Guide,
  world: World,
  credential: CredentialState | undefined,
): readonly Answer[] {
  const { runbook } = world.compiled;
  const records = credential === undefined ? world.state.facts : credential.facts;
  const on = credential === undefined ? "" : `${credential.id}: `;
  return Object.entries(runbook.facts).flatMap(([name, definition]): readonly Answer[] => {
    if ((definition.scope === "credential") !== (credential !== undefined)) return [];
    const record = records[name];
    const value = factValue(world.state, name, credential);
    if (record === undefined || value === undefined) return [];
    async function ask(): Promise<void> {
      const answer = await askFact(guide, definition);
      if (answer === "") return;
      const fact = namedFact(guide.app, await worldNow(guide), name, answer, credential?.id);
      await refuseMissingLogs(guide.app, [fact]);
      await change(asCommand(guide), guide.incident, () => [fact]);
    }
    return [{ text: `${on}${definition.title}`, value, by: record.by, change: ask }];
  });
}

function valueOf(guide: Guide, credential: CredentialState): Answer {
  const { sealed, last4 } = credential.old;
  return {
    text: `${credential.id}: the leaked value`,
    value: sealed === null ? "not at hand" : `..${last4 ?? "????"}`,
    by: "",
    change: () => pasteAgain(guide, credential),
  };
}

function whoseOf(guide: Guide, credential: CredentialState): Answer {
  return {
    text: `${credential.id}: whose, which environment`,
    value: `${credential.provider} ${credential.environment}`,
    by: "",
    change: () => describeKey(guide.app, guide.ask, guide.incident, credential),
  };
}

/** Show the answers; the one that is opened is asked again. */
export async function answers(guide: Guide): Promise<void> {
  for (;;) {
    const world = await worldNow(guide);
    const all = [
      ...factsOf(guide, world, undefined),
      ...liveCredentials(world.state).flatMap((one) => [
        valueOf(guide, one),
        whoseOf(guide, one),
        ...factsOf(guide, world, one),
      ]),
    ];
    const items = all.map((one) => ({
      text: one.text,
      mark: one.value,
      style: null,
      heading: null,
      detail: one.by === "" ? "" : `said by ${one.by}`,
    }));
    const index = await browse(guide, "What was answered", items, "change");
    const answer = all[index ?? -1];
    if (answer === undefined) return;
    await answer.change();
    await settleAdvice(asCommand(guide), guide.incident);
  }
}
