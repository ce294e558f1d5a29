// One thing in a post-mortem that a reviewer would object to.

export const LINT_RULES = [
  "blame",
  "passive",
  "name",
  "secret",
  "personal-data",
  "not-written",
  "unanswered",
  "action-owner",
  "action-due",
  "action-ticket",
  "action-type",
  "not-on-record",
  "altered",
  "outdated",
  "notice-open",
  "start-moved",
] as const;

export interface LintFinding {
  /** From 1. */
  readonly line: number;
  readonly rule: (typeof LINT_RULES)[number];
  /** What was found; never the secret or the personal data itself. */
  readonly text: string;
  readonly hint: string;
}
