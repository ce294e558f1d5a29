// `x I can't`: who can, the words to send them, what to do meanwhile.
import { helpRequest } from "../../core/session/ask-help.ts";
import { askReason, type Guide } from "./guide.ts";
import type { Left } from "./left.ts";
import { change, type Opened } from "./run.ts";

/** Say who can help, offer the words to send, and let the step be waived or skipped with a reason. `clicks`: how the other person does it. */
export async function cannot(
  guide: Guide,
  opened: Opened,
  clicks: readonly string[],
): Promise<Left> {
  const { world, step, credential } = opened;
  const words = helpRequest(world.state, step, credential, clicks);
  guide.ask.say(world.compiled.runbook.help[step.id]?.cannot ?? "Ask the commander who can.");
  guide.ask.say("Send this:");
  guide.ask.say(`  ${words}`, "bold");
  for (;;) {
    const answer = await guide.ask.choose(
      "Then",
      [
        { key: "b", words: "back: somebody else does it, it stays open" },
        { key: "c", words: "copy the words" },
        { key: "k", words: "skip it: not needed here" },
        { key: "w", words: "waive it: needed, but it will not be done" },
      ],
      "b",
    );
    if (answer === "b") return "back";
    if (answer === "c") {
      guide.ask.copy(words);
      guide.ask.say("Copied, where your terminal allows it.");
      continue;
    }
    const because = await askReason(guide, "Why");
    if (because === undefined) continue;
    await change(guide, opened, answer === "w" ? "waive" : "skip", { because });
    return "next";
  }
}
