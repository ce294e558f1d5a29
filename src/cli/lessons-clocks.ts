// The lessons of the commands about duties to notify.
import type { Lesson } from "./lesson.ts";

export const CLOCK_LESSONS: Readonly<Record<string, Lesson>> = {
  clocks: {
    examples: ["claro-ir clocks", "claro-ir clocks sent eu-gdpr authority"],
    after:
      "Whether a duty applies is decided by: claro-ir decide notify <regime>[,<regime>]:yes|no|unknown; unknown runs until counsel says. No legal advice.",
  },
  "clocks list": {
    examples: ["claro-ir clocks", "claro-ir clocks --all", "claro-ir clocks --json"],
    after:
      "A clock starts with a fact that somebody states, e.g. claro-ir fact awarePersonalDataAt now; moving it needs --because. No legal advice.",
  },
  "clocks sent": {
    examples: [
      "claro-ir clocks sent eu-gdpr authority --receipt 2026-11-4711",
      'claro-ir clocks sent eu-gdpr authority --occurred-at 22:40 --because "counsel was reached late"',
    ],
    after: "A late notice has to give its reason.",
  },
  "notify draft": {
    examples: [
      "claro-ir notify draft eu-gdpr",
      "claro-ir notify draft us-hipaa --output notice.md",
    ],
    after:
      "Gaps are marked MISSING. Nothing is sent; on record it comes with: claro-ir clocks sent. No legal advice.",
  },
  "clocks except": {
    examples: [
      'claro-ir clocks except us-ca-1798-82 people --document "letter 4711" --because "the police asked for it"',
    ],
    after: "It moves no date: people weigh it, and the clock goes on.",
  },
};
