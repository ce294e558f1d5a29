// What the --help of those commands teaches that are about people: `join`, `notify`, `notifiers`.
import type { Lesson } from "./lesson.ts";

/** By the command's words. */
export const PEOPLE_LESSONS: Readonly<Record<string, Lesson>> = {
  join: {
    examples: ["claro-ir join --as sam", "claro-ir join --as sam --role ic"],
    after: "Then see what is free: claro-ir next --operator sam",
  },
  notify: { examples: ['claro-ir notify send --text "old key dead, replacing it now"'] },
  "notify send": {
    examples: ['claro-ir notify send --text "old key dead"', "claro-ir notify send --dry-run"],
    after:
      "Declared, commanded, contained, restored and closed are told by themselves. Without --text it tries again what waits, lost answers too.",
  },
  "notify test": {
    examples: ["claro-ir notify test", "claro-ir notify test sec --dry-run"],
    after: "It is marked as a test and needs no incident. Exit 8: one failed, 5: one is unknown.",
  },
  notifiers: { examples: ["claro-ir notifiers list"] },
  "notifiers list": { examples: ["claro-ir notifiers list"] },
  "notifiers show": {
    examples: ["claro-ir notifiers show slack", "claro-ir notifiers show email"],
    after: "Then see that it arrives: claro-ir notify test",
  },
};
