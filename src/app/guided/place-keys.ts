// The single keys of the table of places: another place, a word given for one, one given up, one written over, the key shown for a host.
import type { CredentialState, TargetRecord } from "../../core/incident/state.ts";
import { isPlaceSettled } from "../../core/credential/target.ts";
import type { PlaceLook } from "../../core/session/matrix.ts";
import { addPlace } from "./add-place.ts";
import { askReason, type Guide } from "./guide.ts";
import { change, type Opened } from "./run.ts";
import { reveal } from "./reveal.ts";

/** Keys that the table answers, leaving included. */
export const PLACE_KEYS = ["+", "y", "w", "o", "r", "b"] as const;

/** What was found at the place, and the way to deploy there although it holds another value. */
interface AtPlace {
  readonly holds: PlaceLook["holds"] | undefined;
  readonly writeOver: (target: string) => void;
}

/** A person's word for a place; it never beats what can be read there. */
async function vouch(
  guide: Guide,
  opened: Opened,
  place: TargetRecord,
  holds: AtPlace["holds"],
): Promise<void> {
  if (holds === "old") {
    guide.ask.say(`${place.id} still holds the old key: Enter deploys the new one.`, "yellow");
    return;
  }
  const because = await askReason(guide, `${place.id}: how do you know that it uses the new key`);
  if (because !== undefined) await change(guide, opened, "done", { target: place.id, because });
}

/** Do what a key stands for. */
export async function actOnPlace(
  guide: Guide,
  opened: Opened & { readonly credential: CredentialState },
  key: string,
  place: TargetRecord | undefined,
  { holds, writeOver }: AtPlace,
): Promise<void> {
  if (key === "+") await addPlace(guide, opened.credential);
  if (key === "r") await reveal(guide, opened.credential);
  if (place === undefined) return;
  if ((key === "y" || key === "w") && isPlaceSettled(place)) {
    guide.ask.say(`${place.id} is settled: ${place.state}.`);
    return;
  }
  if (key === "y") await vouch(guide, opened, place, holds);
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
