// Telling people on the channels beside the person: whenever something is new, or waits, and never in front of them.
import type { World } from "../../core/incident/decide/world.ts";
import { hasToTell, tell } from "../notify/tell.ts";
import { outcomeLines } from "../notify/words.ts";
import { asCommand, sayAll, worldNow, type Guide } from "./guide.ts";

/** How the strip names this work. */
const NAME = "telling people";

/** Begin to tell what is new, unless that is under way. Costs nothing where no channels are configured. */
export function tellBeside(guide: Guide, { state, now }: World): void {
  const { app, incident, besides } = guide;
  if (app.config.notifiers.length === 0 || !hasToTell(state, now)) return;
  besides.start(NAME, async (own) => outcomeLines(await tell(own, { incident, pressed: false })));
}

/** The session is over: what is still to be said is said now, because nobody may come back. Ctrl-C leaves it in the outbox. */
export async function tellAtTheEnd(guide: Guide): Promise<void> {
  const { app, incident, ask } = guide;
  if (app.config.notifiers.length === 0) return;
  const { state, now } = await worldNow(guide);
  if (!hasToTell(state, now)) return;
  ask.say("telling people …");
  sayAll(guide, outcomeLines(await tell(asCommand(guide), { incident, pressed: false })));
}

/** A status update in the person's own words. */
export async function tellInWords(guide: Guide): Promise<void> {
  const { state } = await worldNow(guide);
  if (guide.app.config.notifiers.length === 0) {
    guide.ask.say(
      "No channels are configured: tell people yourself, then note it with n.",
      "yellow",
    );
    guide.ask.say("next: claro-ir notifiers list");
    return;
  }
  if (state.restricted) guide.ask.say("Restricted: only the codename is said, whatever you type.");
  const text = await guide.ask.text("What should people know? (Enter = try again what waits)");
  const said = text.trim() === "" ? {} : { said: { text, because: null } };
  const outcomes = await tell(asCommand(guide), {
    incident: guide.incident,
    pressed: true,
    ...said,
  });
  sayAll(
    guide,
    outcomes.length === 0 ? ["nothing is new and nothing waits"] : outcomeLines(outcomes),
  );
}
