// Twenty ways to break the program, each a change of one line that the simulation must notice: who proves nothing with them proves nothing.

export interface Mutant {
  readonly id: string;
  /** Below src/. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    id: "act-before-record",
    file: "app/effect/act.ts",
    find: "    return [intent(act)];",
    replace: "    return [];",
  },
  {
    id: "begin-while-unknown",
    file: "app/effect/act.ts",
    find: "    refusePending(world, act);\n",
    replace: "",
  },
  {
    id: "no-gate",
    file: "app/effect/act.ts",
    find: "    act.gate(world);\n",
    replace: "",
  },
  {
    id: "lost-is-failed",
    file: "app/effect/act.ts",
    find: "const certain = error instanceof OutsideError && error.certain;",
    replace: "const certain = error instanceof OutsideError;",
  },
  {
    id: "forget-the-outcome",
    file: "app/effect/act.ts",
    find: '    { type: "effect.succeeded", data: { ...outcomeData(act, "done"), settledBy: "answer" } },\n',
    replace: "",
  },
  {
    id: "act-after-the-end",
    file: "app/effect/act.ts",
    find: "    requireOpen(world.state);\n    refusePending",
    replace: "    refusePending",
  },
  {
    id: "cut-without-places",
    file: "core/credential/guard.ts",
    find: "const open = credential.targets.filter((target) => !isPlaceSettled(target));",
    replace: "const open: typeof credential.targets = [];",
  },
  {
    id: "cut-without-outage",
    file: "core/credential/guard.ts",
    find: '    credential.environment === "production" &&\n',
    replace: '    credential.environment === "staging" &&\n',
  },
  {
    id: "cut-without-life",
    file: "core/credential/guard.ts",
    find: 'if (credential.new.verdict !== "ALIVE")',
    replace: 'if (credential.new.verdict === "DEAD")',
  },
  {
    id: "one-dead-answer",
    file: "core/credential/verdict.ts",
    find: "export const DEAD_ANSWERS = 3;",
    replace: "export const DEAD_ANSWERS = 1;",
  },
  {
    id: "listed-is-cut",
    file: "app/settle-key.ts",
    find: "  if (key !== undefined && (!isDisabled || isLeft))",
    replace: "  if (key === undefined)",
  },
  {
    id: "second-replacement",
    file: "app/effect/create-key.ts",
    find: 'if (credential === undefined || credential.new.state === "none") return;',
    replace: "if (credential !== undefined) return;",
  },
  {
    id: "written-is-used",
    file: "app/effect/place.ts",
    find: "  const isNew =\n    (report.keyId",
    replace: "  const isNew =\n    true || (report.keyId",
  },
  {
    id: "nobody-looks-late",
    file: "app/settle-key.ts",
    find: "  if (!early.some(isOurs)) await waitOut(one);\n",
    replace: "",
  },
  {
    id: "reopened-stays-answered",
    file: "core/incident/decide/cascade.ts",
    find: "given.some((fact) => isDecision(fact, item)) || ",
    replace: "",
  },
  {
    id: "first-writer-loses",
    file: "app/incident.ts",
    find: "      waiting = [...drafted.map(({ one }) => one), ...again];",
    replace: "      waiting = again;",
  },
  {
    id: "secret-in-a-plan",
    file: "app/effect/place.ts",
    find: "plan: `write ..${secret.last4} to",
    replace: "plan: `write ..${secret.reveal()} to",
  },
  {
    id: "stale-state",
    file: "app/incident.ts",
    find: "if (head.seq === cached.folded.head.seq && head.hash === cached.folded.head.hash) return cached;",
    replace: "if (head.seq >= 0) return cached;",
  },
  {
    id: "twice-in-one-batch",
    file: "app/turn.ts",
    find: "    if (own.length > 0) one.left = restOf(decided, own.length);",
    replace: "    if (own.length > 0) one.left = decided;",
  },
  {
    id: "close-while-unknown",
    file: "core/incident/ending.ts",
    find: "    ...unknown,\n",
    replace: "",
  },
  {
    id: "claimed-for-ever",
    file: "core/incident/decide/step.ts",
    find: "const allowed = command.takeOver === true &&",
    replace: "const allowed = false &&",
  },
];
