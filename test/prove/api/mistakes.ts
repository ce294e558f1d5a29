// Mistakes that the campaign must see, each a change of one line of the program, and the play in which it shows.
import type { Planted } from "../../sim/mutants.ts";

export interface Mistake extends Planted {
  /** To be read after "a program that". */
  readonly name: string;
  readonly play: string;
}

export const MISTAKES: readonly Mistake[] = [
  {
    id: "again",
    name: "sends a create again that got no answer",
    play: "create",
    file: "adapters/http/outcome.ts",
    find: "await http.send(request).catch(",
    replace: "await http.send(request).catch(() => http.send(request)).catch(",
  },
  {
    id: "lost-is-not-done",
    name: "takes a timeout for not done",
    play: "create",
    file: "adapters/http/outcome.ts",
    find: "const sent = !(error instanceof HttpFailure) || error.sent;",
    replace: "const sent = !(error instanceof HttpFailure);",
  },
  {
    id: "500-is-a-refusal",
    name: "takes a server's error for a refusal",
    play: "block",
    file: "adapters/http/outcome.ts",
    find: "status < 500 &&",
    replace: "status < 600 &&",
  },
  {
    id: "page-is-an-answer",
    name: "takes a web page for the vendor's word",
    play: "disable",
    file: "adapters/provider/admin.ts",
    find: '?.startsWith("text/html") === true',
    replace: '?.startsWith("text/none") === true',
  },
  {
    id: "begins-while-unknown",
    name: "begins anew while an outcome is unknown",
    play: "create",
    file: "app/effect/act.ts",
    find: "    refusePending(world, act);\n",
    replace: "",
  },
  {
    id: "no-quiet-window",
    name: "looks once for a create whose answer was lost, and at once",
    play: "settle-late",
    file: "app/settle-key.ts",
    find: "if (age >= QUIET_WINDOW) return;",
    replace: "if (age >= -QUIET_WINDOW) return;",
  },
  {
    id: "leaves-the-orphan",
    name: "calls a lost create failed and leaves its key",
    play: "settle-made",
    file: "app/settle-key.ts",
    find: "const ours = keys.filter(isOurs);",
    replace: "const ours = keys.filter(isOurs).slice(0, 0);",
  },
  {
    id: "one-answer-is-proof",
    name: "takes one dead answer for a proof",
    play: "prove-dead",
    file: "core/credential/verdict.ts",
    find: "export const DEAD_ANSWERS = 3;",
    replace: "export const DEAD_ANSWERS = 1;",
  },
];
