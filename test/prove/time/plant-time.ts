// Loaded before the program: plants one of two mistakes about time in it. CLARO_IR_TEST_MISTAKE names it.
import type { Planted } from "../../sim/mutants.ts";
import { plant } from "../../sim/plant.ts";

const MISTAKES: Readonly<Record<string, Planted>> = {
  order: {
    id: "order",
    file: "core/report/timeline.ts",
    find: "latest = Math.max(latest, epoch);",
    replace: "latest = epoch;",
  },
  deadline: {
    id: "deadline",
    file: "core/incident/status.ts",
    find: "const dueAt = plus(state.declaredAt, phase.until);",
    replace: "const dueAt = plus(now, phase.until);",
  },
};

const mistake = MISTAKES[process.env["CLARO_IR_TEST_MISTAKE"] ?? ""];
if (mistake === undefined) throw new Error("no such mistake");
plant(mistake);
