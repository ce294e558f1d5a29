// Mistakes that the campaign must see, each a change of one line of the program, and the case in which it shows.
import type { Planted } from "../../sim/mutants.ts";

export interface Mistake extends Planted {
  /** To be read after "a program that". */
  readonly name: string;
  readonly in: string;
}

export const MISTAKES: readonly Mistake[] = [
  {
    id: "again",
    name: "sends a create again that got no answer",
    in: "create/reset-after",
    file: "adapters/http/outcome.ts",
    find: "await http.send(request).catch(",
    replace: "await http.send(request).catch(() => http.send(request)).catch(",
  },
  {
    id: "lost-is-not-done",
    name: "takes a timeout for not done",
    in: "create/reset-after",
    file: "adapters/http/outcome.ts",
    find: "const sent = !(error instanceof HttpFailure) || error.sent;",
    replace: "const sent = !(error instanceof HttpFailure);",
  },
  {
    id: "500-is-a-refusal",
    name: "takes a server's error for a refusal",
    in: "block/500-after",
    file: "adapters/http/outcome.ts",
    find: "status < 500 &&",
    replace: "status < 600 &&",
  },
  {
    id: "page-is-an-answer",
    name: "takes a web page for the vendor's word",
    in: "disable/garbage",
    file: "adapters/provider/admin.ts",
    find: '?.startsWith("text/html") === true',
    replace: '?.startsWith("text/none") === true',
  },
  {
    id: "begins-while-unknown",
    name: "begins anew while an outcome is unknown",
    in: "create/reset-before",
    file: "app/effect/act.ts",
    find: "    refusePending(world, act);\n",
    replace: "",
  },
  {
    id: "no-quiet-window",
    name: "looks once for a create whose answer was lost, and at once",
    in: "settle-late/500-before",
    file: "app/settle-key.ts",
    find: "if (age >= QUIET_WINDOW) return;",
    replace: "if (age >= -QUIET_WINDOW) return;",
  },
  {
    id: "leaves-the-orphan",
    name: "calls a lost create failed and leaves its key",
    in: "settle-made/429-soon",
    file: "app/settle-key.ts",
    find: "const ours = keys.filter(isOurs);",
    replace: "const ours = keys.filter(isOurs).slice(0, 0);",
  },
  {
    id: "one-answer-is-proof",
    name: "takes one dead answer for a proof",
    in: "prove-dead/401",
    file: "core/credential/verdict.ts",
    find: "if (run.length >= DEAD_ANSWERS && spans)",
    replace: "if (run.length >= 1)",
  },
];
