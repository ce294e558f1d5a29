// The cut: figures first, then what goes, what stays, what will fail, who accepted it, and the key's name typed.
import { confirmWord } from "../../core/incident/next.ts";
import { belongsToIncident } from "../../core/credential/naming.ts";
import { isPlaceSettled } from "../../core/credential/target.ts";
import { KEY_NAMED } from "../match-key.ts";
import type { CredentialState, IncidentState } from "../../core/incident/state.ts";
import { ManualStepError } from "../effect/manual.ts";
import { change as record } from "../incident.ts";
import { cannot } from "./cannot.ts";
import { asCommand, sayAll, worldNow, type Guide } from "./guide.ts";
import type { Left } from "./left.ts";
import { change, runBeside, runHere, type Opened } from "./run.ts";

/** Last use, requests, errors: by API, else one line from the dashboard, else skipped. Never in the way. */
export async function captureUsage(guide: Guide, opened: Opened): Promise<Left> {
  try {
    await runHere(guide, opened);
    return "next";
  } catch (error) {
    if (!(error instanceof ManualStepError)) throw error;
    sayAll(guide, error.lines);
  }
  const figures = await guide.ask.text("Last use, requests, errors? (Enter = skip)");
  if (figures === "") await change(guide, opened, "skip", { because: "no figures at hand" });
  else await change(guide, opened, "done", { note: figures });
  return "next";
}

/** What a person must know before they cut, one line each. */
function sayConsequences(guide: Guide, state: IncidentState, credential: CredentialState): void {
  const { ask } = guide;
  const waiting = credential.targets.filter((one) => !isPlaceSettled(one));
  ask.say(
    `DELETE the key ending ..${credential.old.last4 ?? "????"}. It cannot be undone.`,
    "bold",
  );
  ask.say(`KEEP   any ..-ir-${state.id.slice(-4)}-.. key`);
  if (credential.new.state !== "in-use") {
    const fails = waiting.map((one) => one.id).join(", ") || "whatever uses it";
    const accepted =
      credential.outage === null
        ? ""
        : ` Accepted: ${credential.outage.by}, ${String(credential.outage.minutes)} min.`;
    ask.say(`Fails until it is replaced: ${fails}.${accepted}`);
  }
}

/** The name as the vendor shows it. Where nobody knows it yet, the typed one is taken and put on record. */
async function askName(
  guide: Guide,
  state: IncidentState,
  credential: CredentialState,
): Promise<string> {
  const { ask } = guide;
  const isKnown = credential.facts[KEY_NAMED]?.value !== "no";
  for (;;) {
    const typed = await ask.text(
      "Type its name as the dashboard shows it (x = I can't, Enter = back)",
    );
    if (typed === "" || typed === "x") return typed;
    if (belongsToIncident(typed, state.id))
      ask.say(`${typed} is the replacement made tonight: it stays. Nothing was done.`, "yellow");
    else if (!isKnown || typed === credential.name || typed === confirmWord(state, credential)) {
      if (!isKnown) await nameIt(guide, credential, typed);
      return typed;
    } else
      ask.say(
        `That is another key: the leaked one is ${credential.name} ..${credential.old.last4 ?? "????"}. Nothing was done; compare the last four and type again.`,
        "yellow",
      );
  }
}

/** As long as nobody but the person at the dashboard knows the name, it may be typed anew. */
async function nameIt(guide: Guide, credential: CredentialState, name: string): Promise<void> {
  const { id, environment, provider } = credential;
  await record(asCommand(guide), guide.incident, () => [
    {
      type: "credential.described",
      data: { credential: id, name: guide.app.clean(name), environment, provider },
    },
  ]);
}

/** By hand in the dashboard: the clicks, then the person's word, then the proof. */
async function cutByHand(guide: Guide, opened: Opened, error: ManualStepError): Promise<Left> {
  sayAll(
    guide,
    error.lines.map((text) => `  ${text}`),
  );
  const answer = await guide.ask.choose(
    "Now delete it there. Then",
    [
      { key: "y", words: "it is deleted" },
      { key: "x", words: "I can't" },
      { key: "b", words: "back" },
    ],
    "y",
  );
  if (answer === "x") return cannot(guide, opened, error.lines);
  if (answer === "b") return "back";
  await change(guide, opened, "done", { note: "deleted by hand in the dashboard" });
  return "next";
}

/** Cut the key, by API or by hand; the proof then runs beside the person. */
export async function cutRoom(
  guide: Guide,
  opened: Opened,
  credential: CredentialState,
): Promise<Left> {
  const { state } = opened.world;
  sayConsequences(guide, state, credential);
  const typed = await askName(guide, state, credential);
  if (typed === "") return "back";
  if (typed === "x") return cannot(guide, opened, []);
  let left: Left = "next";
  // Several keys may share a name: the word for the gate is made here, for the key whose room this is.
  const now = (await worldNow(guide)).state;
  const confirm = confirmWord(now, now.credentials[credential.id] ?? credential);
  try {
    await runHere(guide, opened, { confirm });
  } catch (error) {
    if (!(error instanceof ManualStepError)) throw error;
    left = await cutByHand(guide, opened, error);
  }
  if (left === "next") runBeside(guide, "verify-key-rejected", credential.id);
  return left;
}
