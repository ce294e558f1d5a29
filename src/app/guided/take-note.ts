// A note typed in the session: on the board, and in the rooms of steps that live of notes.
import { addNote } from "../note.ts";
import { asCommand, type Guide } from "./guide.ts";

/** Ask for a note and put it on record; Enter alone records nothing. */
export async function takeNote(guide: Guide): Promise<void> {
  const text = await guide.ask.text("Note (Enter = back)");
  if (text === "") return;
  await addNote(asCommand(guide), guide.incident, text, undefined, undefined);
  guide.ask.say("noted");
}
