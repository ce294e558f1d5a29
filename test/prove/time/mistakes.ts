// Two mistakes about time that a program can make.
import type { Mutant } from "../../sim/mutants.ts";

export const MISTAKES: readonly Mutant[] = [
  {
    id: "order",
    does: "orders its record by the clock",
    file: "core/report/timeline.ts",
    find: "latest = Math.max(latest, epoch);",
    replace: "latest = epoch;",
  },
  {
    id: "deadline",
    does: "counts its deadlines from the last event",
    file: "core/incident/status.ts",
    find: "const dueAt = plus(state.declaredAt, phase.until);",
    replace: "const dueAt = plus(now, phase.until);",
  },
];
