// Levels of findings in their order.
import type { Finding, Level } from "./report.ts";

/** Worst first. */
export const LEVELS: readonly Level[] = ["critical", "high", "medium", "low", "info"];

/** Negative when a is worse than b. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b);
}

/** Whether any finding that nobody called harmless is as bad as `level`, or worse. */
export function reaches(findings: readonly Finding[], level: Level): boolean {
  return findings.some(
    (finding) => finding.judged !== "benign" && compareLevels(finding.level, level) <= 0,
  );
}

/** A finding that may not be left unjudged. */
export function isHigh({ level }: { readonly level: Level }): boolean {
  return level === "critical" || level === "high";
}
