// The leaked value once more: it was mistyped, or it was not at hand when the incident began.
import { Secret } from "../../core/credential/secret.ts";
import { ClaroIrError } from "../../core/error.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import { giveOldValue } from "../paste-again.ts";
import { asCommand, type Guide } from "./guide.ts";

/** Ask for the value until one is given that can be a key, or the person goes back. */
export async function pasteAgain(guide: Guide, credential: CredentialState): Promise<void> {
  for (;;) {
    try {
      const pasted = await guide.ask.hidden("Leaked key (hidden paste, Enter = back)");
      if (!(pasted instanceof Secret)) return;
      await giveOldValue(asCommand(guide), guide.incident, credential, pasted);
      guide.ask.say(`..${pasted.last4} saved.`, "green");
      return;
    } catch (error) {
      if (!(error instanceof ClaroIrError) || error.code !== "bad-paste") throw error;
      guide.ask.say(`${error.message} ${error.hint ?? ""}`, "yellow");
    }
  }
}
