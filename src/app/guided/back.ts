// Going back to the old key of a rotation: what is wrong is said again, and nobody gets there by Enter alone.
import type { CredentialState } from "../../core/incident/state.ts";
import type { Guide } from "./guide.ts";
import type { Left } from "./left.ts";
import { runHere, type Opened } from "./run.ts";

/** Ask, then put the old key back everywhere. */
export async function rollBackRoom(
  guide: Guide,
  opened: Opened,
  credential: CredentialState,
): Promise<Left> {
  for (const problem of credential.watch?.problems ?? []) guide.ask.say(`!! ${problem}`, "yellow");
  const old = `..${credential.old.last4 ?? "????"}`;
  guide.ask.say(`The old key ${old} goes back into every place, then the new one is deleted.`);
  const answer = await guide.ask.choose("It did not leak, so this is safe", [
    { key: "y", words: `go back to ${old}` },
    { key: "b", words: "not now: look again first" },
  ]);
  if (answer === "b") return "back";
  const { exitCode } = await runHere(guide, opened);
  return exitCode === 0 ? "next" : "back";
}
