// What came of telling people, in words.
import type { Outcome } from "./attempt.ts";

/** One line for all who were told, and one for each who was not. */
export function outcomeLines(outcomes: readonly Outcome[]): readonly string[] {
  const sent = outcomes.filter(({ state }) => state === "sent").map(({ channel }) => channel);
  const others = outcomes.filter(({ state }) => state !== "sent");
  return [
    ...(sent.length > 0 ? [`told: ${[...new Set(sent)].join(", ")}`] : []),
    ...others.map(({ channel, state, detail }) => {
      const why = detail ?? "";
      if (state === "unknown") return `UNKNOWN whether ${channel} was told: ${why}`;
      return state === "waiting"
        ? `NOT TOLD yet, it waits: ${channel}: ${why}`
        : `NOT TOLD: ${channel}: ${why}`;
    }),
  ];
}
