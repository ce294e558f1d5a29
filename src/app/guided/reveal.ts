// The sealed key shown to a person for the next host: on record first, on the terminal only, and gone with the next key press.
import type { CredentialState } from "../../core/incident/state.ts";
import { openForPerson } from "../secret-use.ts";
import { asCommand, type Guide } from "./guide.ts";

/** Show the replacement until a key is pressed. */
export async function reveal(guide: Guide, credential: CredentialState): Promise<void> {
  const sure = await guide.ask.choose(
    `Show ..${credential.new.last4 ?? "????"} on this screen? It is on record each time.`,
    [
      { key: "y", words: "show it until I press a key" },
      { key: "n", words: "no" },
    ],
    "n",
  );
  if (sure === "n") return;
  const { secret, earlier } = await openForPerson(
    asCommand(guide),
    guide.incident,
    credential.id,
    "terminal",
    null,
  );
  for (const line of earlier) guide.ask.say(`shown before: ${line}`);
  await guide.ask.reveal(secret);
}
