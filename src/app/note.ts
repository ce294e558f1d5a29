// Notes: what people want on the record in their own words; a secret pasted into one becomes its fingerprint.
import { ClaroIrError } from "../core/error.ts";
import { requireCredential } from "../core/incident/decide/world.ts";
import type { App } from "./context.ts";
import { change, type Change, type Occurred } from "./incident.ts";

/** Longest note, in characters. */
const LONGEST = 64 * 1024;

/** Record a note. Exit 2 for an empty or overlong one. */
export function addNote(
  app: App,
  incident: string,
  text: string,
  credential: string | undefined,
  occurred: Occurred | undefined,
): Promise<Change> {
  if (text.trim() === "" || text.length > LONGEST)
    throw new ClaroIrError("usage", "bad-note", "A note has 1 to 65536 characters.", {
      hint: "store longer text with: claro-ir evidence add <file>",
    });
  const clean = app.clean(text);
  return change(
    app,
    incident,
    (world) => [
      {
        type: "note.added",
        data: {
          text: clean,
          credential:
            credential === undefined ? null : requireCredential(world.state, credential).id,
        },
      },
    ],
    occurred,
  );
}
