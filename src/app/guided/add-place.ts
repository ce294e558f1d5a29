// A place that holds the key, found in the middle of the night: one line says what it is, one more how it is restarted.
import {
  definitionFrom,
  placeInput,
  type Looked,
  variableHolding,
  words,
} from "../../core/session/place-input.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import { openSealed } from "../secret.ts";
import { addTarget } from "../target.ts";
import { asCommand, type Guide } from "./guide.ts";

/** The variable that holds the leaked value in that file, so that nobody has to look. */
async function variableIn(
  guide: Guide,
  credential: CredentialState,
  path: string,
): Promise<string | undefined> {
  const secret = await openSealed(guide.app, guide.incident, credential.old.sealed);
  if (secret === undefined) return undefined;
  const text = new TextDecoder().decode(await guide.app.files.read(path));
  return variableHolding(text, secret.reveal());
}

async function optionsOf(
  guide: Guide,
  credential: CredentialState,
  place: ReturnType<typeof placeInput>,
): Promise<Record<string, unknown>> {
  const { ask } = guide;
  const more: Record<string, unknown> = {};
  const path = place.options["path"];
  if (typeof path === "string") {
    const found = await variableIn(guide, credential, path);
    if (found !== undefined) ask.say(`${path} holds the leaked key in ${found}.`);
    more["variable"] = found ?? (await ask.text("Which variable holds it", "BAYT_API_KEY"));
  }
  if (place.kind === "manual") return more;
  const reload = await ask.text("Command that restarts what uses it (Enter = you do it by hand)");
  if (reload !== "") more["reload"] = words(reload);
  return more;
}

/** What was typed, and what lies under its first word. A path that leads nowhere is a mistake more often than a place for people. */
async function askLine(
  guide: Guide,
): Promise<{ readonly typed: string; readonly first: Looked | undefined } | undefined> {
  const { ask, app } = guide;
  for (;;) {
    const typed = await ask.text("Place (Enter = back)");
    if (typed === "") return undefined;
    const [word = ""] = words(typed);
    const first = await app.files.lookUp(word, app.config.folder);
    if (first !== undefined || !/^[.~]{0,2}\//.test(word)) return { typed, first };
    const answer = await ask.choose(`There is no file ${word} here.`, [
      { key: "t", words: "type it again" },
      { key: "p", words: "a person goes there" },
    ]);
    if (answer === "p") return { typed, first };
  }
}

/** Ask for a place and put it on record; false when the person went back. */
export async function addPlace(guide: Guide, credential: CredentialState): Promise<boolean> {
  const { ask } = guide;
  ask.say("Where does the key live? A file's path, a command that takes the key on stdin");
  ask.say("(ssh prod-1 put-key), or words for a place that only a person reaches.");
  const line = await askLine(guide);
  if (line === undefined) return false;
  const { typed, first } = line;
  const taken = credential.targets.map((one) => one.id);
  const place = placeInput(typed, first, taken);
  const lines = await addTarget(asCommand(guide), guide.incident, {
    definition: definitionFrom(place, await optionsOf(guide, credential, place)),
    credential: credential.id,
    environment: undefined,
    dryRun: false,
  });
  // The table shows the plan.
  ask.say(lines[0] ?? place.id);
  return true;
}
