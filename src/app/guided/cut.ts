// The cut: figures first, then what goes, what stays, what will fail, who accepted it, and the key's name typed.
import { confirmWord } from "../../core/incident/next.ts";
import { belongsToIncident, nameTag } from "../../core/credential/naming.ts";
import { isPlaceSettled } from "../../core/credential/target.ts";
import { KEY_NAMED } from "../match-key.ts";
import type { CredentialState, IncidentState } from "../../core/incident/state.ts";
import { missingToBlock } from "../../core/credential/guard.ts";
import type { World } from "../../core/incident/decide/world.ts";
import { isForeign } from "../../core/credential/verdict.ts";
import type { KeyProvider } from "../../ports/key-provider.ts";
import { providerOf } from "../provider.ts";
import { seeAlive } from "../effect/see-alive.ts";
import { pasteAgain } from "./paste-again.ts";
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

function isNamed(credential: CredentialState): boolean {
  return credential.facts[KEY_NAMED]?.value !== "no";
}

/** What a person must know before they cut, one line each. */
function sayConsequences(guide: Guide, state: IncidentState, credential: CredentialState): void {
  const { ask } = guide;
  const waiting = credential.targets.filter((one) => !isPlaceSettled(one));
  const named = isNamed(credential) ? `${credential.name} ` : "the key ending ";
  ask.say(`DELETE ${named}..${credential.old.last4 ?? "????"}. It cannot be undone.`, "bold");
  ask.say(`KEEP   any ..${nameTag(state.id)}.. key`);
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
  const isKnown = isNamed(credential);
  for (;;) {
    const typed = await ask.text(
      `Name of ..${credential.old.last4 ?? "????"} as the vendor shows it (x = I can't, Enter = back)`,
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
  const answer = await guide.ask.choose("Now delete it there. Then", [
    { key: "y", words: "it is deleted" },
    { key: "x", words: "I can't" },
    { key: "b", words: "back" },
  ]);
  if (answer === "x") return cannot(guide, opened, error.lines);
  if (answer === "b") return "back";
  await change(guide, opened, "done", { note: "deleted by hand in the dashboard" });
  return "next";
}

/** Who deletes it once the name is typed: nobody should find out afterwards. */
function sayWhoCuts(guide: Guide, { title, admin }: KeyProvider): void {
  if (admin.disable !== undefined)
    guide.ask.say("The name typed, it is disabled from here, by API.");
  else if (admin.delete !== undefined)
    guide.ask.say("The name typed, it is deleted from here, by API.");
  else guide.ask.say(`The name typed, you get the clicks: ${title} deletes in its dashboard only.`);
}

/** Ask whether the value works, but never before the usage figures are safe: asking moves "last used". */
async function lookFirst(
  guide: Guide,
  { state, now }: World,
  credential: CredentialState,
  provider: KeyProvider,
): Promise<CredentialState> {
  const waits = missingToBlock(state, credential, now);
  if (waits.some((one) => one.what === "capture-minimum-evidence")) return credential;
  return seeAlive(guide.app, state, credential, provider);
}

/** The key as it stands once its value is seen to work; one that works nowhere points at no key, and is pasted again first. */
async function withRightValue(
  guide: Guide,
  opened: Opened,
  before: CredentialState,
  provider: KeyProvider,
): Promise<CredentialState | undefined> {
  // In a rotation the old key is not asked before the last look at its use: asking is a use.
  if (before.strategy === "safe-rotation") return before;
  let credential = before;
  for (;;) {
    credential = await lookFirst(guide, opened.world, credential, provider);
    if (!isForeign(credential)) return credential;
    const answer = await guide.ask.choose("Before anything is deleted", [
      { key: "p", words: "paste the leaked key again" },
      { key: "g", words: "go on: I have compared its last four" },
      { key: "b", words: "back" },
    ]);
    if (answer === "b") return undefined;
    if (answer === "g") return credential;
    await pasteAgain(guide, credential);
    credential = (await worldNow(guide)).state.credentials[credential.id] ?? credential;
  }
}

/** A rotation has time: what is missing is said before anything is asked. */
function mustWait(guide: Guide, { state, now }: World, credential: CredentialState): boolean {
  if (credential.strategy !== "safe-rotation") return false;
  const [first] = missingToBlock(state, credential, now);
  if (first !== undefined) guide.ask.say(first.why, "yellow");
  return first !== undefined;
}

/** Cut the key, by API or by hand; the proof then runs beside the person. */
export async function cutRoom(guide: Guide, opened: Opened, shown: CredentialState): Promise<Left> {
  const { state } = opened.world;
  if (mustWait(guide, opened.world, shown)) return "back";
  const provider = await providerOf(guide.app, shown);
  const credential = await withRightValue(guide, opened, shown, provider);
  if (credential === undefined) return "back";
  sayConsequences(guide, state, credential);
  sayWhoCuts(guide, provider);
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
