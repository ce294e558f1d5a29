// The replacement: by API in one breath, else made in the dashboard and pasted here, hidden, while its dialog stays open.
import { ClaroIrError } from "../../core/error.ts";
import { Secret } from "../../core/credential/secret.ts";
import { ManualStepError } from "../effect/manual.ts";
import { cannot } from "./cannot.ts";
import { sayAll, type Guide } from "./guide.ts";
import type { Left } from "./left.ts";
import { runHere, type Opened } from "./run.ts";

/** Mistakes that another paste puts right. */
const PASTE_AGAIN = ["stale-paste", "rejected-paste", "bad-paste"];

/** Take the value that was pasted; false when it is the wrong one and has to be pasted again. */
async function take(
  guide: Guide,
  opened: Opened,
  secret: Secret,
  name: string | undefined,
): Promise<boolean> {
  try {
    await runHere(guide, opened, { secret, name });
    return true;
  } catch (error) {
    if (!(error instanceof ClaroIrError) || !PASTE_AGAIN.includes(error.code)) throw error;
    guide.ask.say(error.message, "yellow");
    if (error.hint !== undefined) guide.ask.say(`next: ${error.hint}`);
    return false;
  }
}

async function paste(guide: Guide): Promise<Secret | string | undefined> {
  try {
    return await guide.ask.hidden("Paste the new key, hidden (c = copy its name, x = I can't)", [
      "c",
      "x",
    ]);
  } catch (error) {
    if (!(error instanceof ClaroIrError) || !PASTE_AGAIN.includes(error.code)) throw error;
    guide.ask.say(error.message, "yellow");
    if (error.hint !== undefined) guide.ask.say(`next: ${error.hint}`);
    return "again";
  }
}

async function createByHand(guide: Guide, opened: Opened, error: ManualStepError): Promise<Left> {
  const { ask } = guide;
  sayAll(
    guide,
    error.lines.map((text) => `  ${text}`),
  );
  const name = error.newName;
  if (name !== undefined) ask.say(`  ${name}`, "bold");
  ask.say("KEEP THE DIALOG OPEN until SEALED shows here.");
  for (;;) {
    const given = await paste(guide);
    if (given === undefined) return "back";
    if (given === "x") return cannot(guide, opened, error.lines);
    if (given === "c" && name !== undefined) {
      ask.copy(name);
      ask.say("Name copied, where your terminal allows it.");
    }
    if (!(given instanceof Secret) || !(await take(guide, opened, given, name))) continue;
    ask.say("Close the dialog and clear the clipboard.");
    return "next";
  }
}

/** Create and seal; what is made is on disk as ciphertext before anything else happens. */
export async function createRoom(guide: Guide, opened: Opened): Promise<Left> {
  try {
    await runHere(guide, opened);
  } catch (error) {
    if (!(error instanceof ManualStepError)) throw error;
    return createByHand(guide, opened, error);
  }
  return "next";
}
