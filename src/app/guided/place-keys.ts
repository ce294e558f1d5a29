// The single keys of the table of places: another place, a word given for one, one given up, one written over, the key shown for a host.
import type { CredentialState, TargetRecord } from "../../core/incident/state.ts";
import { isPlaceSettled } from "../../core/credential/target.ts";
import { addPlace } from "./add-place.ts";
import { askReason, type Guide } from "./guide.ts";
import { change, type Opened } from "./run.ts";
import { reveal } from "./reveal.ts";

/** Keys that the table answers, leaving included. */
export const PLACE_KEYS = ["+", "y", "w", "o", "r", "b"] as const;

/** Do what a key stands for; `writeOver` deploys to one place although it holds another value. */
export async function actOnPlace(
  guide: Guide,
  opened: Opened & { readonly credential: CredentialState },
  key: string,
  place: TargetRecord | undefined,
  writeOver: (target: string) => void,
): Promise<void> {
  if (key === "+") await addPlace(guide, opened.credential);
  if (key === "r") await reveal(guide, opened.credential);
  if (place === undefined) return;
  if ((key === "y" || key === "w") && isPlaceSettled(place)) {
    guide.ask.say(`${place.id} is settled: ${place.state}.`);
    return;
  }
  if (key === "y") {
    const because = await askReason(guide, `${place.id}: how do you know that it uses the new key`);
    if (because !== undefined) await change(guide, opened, "done", { target: place.id, because });
  }
  if (key === "w") {
    const because = await askReason(guide, `${place.id}: why is it left out`);
    if (because !== undefined) await change(guide, opened, "waive", { target: place.id, because });
  }
  if (key === "o") {
    const answer = await guide.ask.choose(
      `${place.id} holds a value that is neither the leaked nor the new key. Write over it?`,
      [
        { key: "y", words: "yes, it is ours" },
        { key: "n", words: "no" },
      ],
    );
    if (answer === "y") writeOver(place.id);
  }
}
