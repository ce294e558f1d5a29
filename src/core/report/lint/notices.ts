// What the law's clocks leave open when an incident is over: notices that nobody sent or declined, and starts that were stated anew.
import { START_FACTS } from "../../compliance/start-facts.ts";
import type { ReportInput } from "../input.ts";
import type { LintFinding } from "./finding.ts";

function lineOf(markdown: string, beginning: string): number {
  return markdown.split("\n").findIndex((line) => line.startsWith(beginning)) + 1;
}

/** Notices of a closed incident that still run. */
export function openNotices(markdown: string, { state, clocks }: ReportInput): LintFinding[] {
  if (state.state === "open") return [];
  return (clocks ?? [])
    .filter((row) => row.isNotice && (row.state === "running" || row.state === "late"))
    .map(({ regime, stage, to }) => ({
      line: Math.max(1, lineOf(markdown, "**Clocks**")),
      rule: "notice-open" as const,
      text: `${regime} ${stage} still runs: nobody is on record as having told ${to}`,
      hint: `claro-ir clocks sent ${regime} ${stage}, or claro-ir decide notify ${regime}:no --because "<why>"`,
    }));
}

/** Starts of clocks that were stated anew with another value, and no word of why. */
export function movedStarts(markdown: string, { events }: ReportInput): LintFinding[] {
  return START_FACTS.flatMap(({ name }) => {
    const stated = events.flatMap((event) =>
      event.type === "fact.set" && event.data.name === name ? [event] : [],
    );
    const isUnsaid = stated.some(
      ({ data }, index) =>
        index > 0 && data.value !== stated[index - 1]?.data.value && data.because === undefined,
    );
    if (!isUnsaid) return [];
    const numbers = stated.map(({ seq }) => `#${String(seq)}`).join(", ");
    return [
      {
        line: Math.max(1, lineOf(markdown, `|  | ${name} |`)),
        rule: "start-moved" as const,
        text: `${name} was stated ${String(stated.length)} times (${numbers}), and a clock counts from it`,
        hint: "say in Notifications who moved it, and why",
      },
    ];
  });
}

/** Whether people explain it among the notifications: a number of the record is named there. */
export function isExplained({ text }: LintFinding, notifications: string): boolean {
  return (text.match(/#\d+/g) ?? []).some((number) =>
    new RegExp(`${number}(?!\\d)`).test(notifications),
  );
}
