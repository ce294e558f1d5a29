// Ways to break the program, each a change of one line that the simulation must notice: a proof that sees none of them proves nothing.

/** A line of the program, and what stands there instead. */
export interface Planted {
  readonly id: string;
  /** Below src/. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export interface Mutant extends Planted {
  /** To be read after "a program that". */
  readonly does: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    id: "act-before-record",
    does: "acts before it records",
    file: "app/effect/act.ts",
    find: "    return [intent(act)];",
    replace: "    return [];",
  },
  {
    id: "begin-while-unknown",
    does: "acts again while an outcome is unknown",
    file: "app/effect/act.ts",
    find: "    refusePending(world, act);\n",
    replace: "",
  },
  {
    id: "no-gate",
    does: "asks no guard when it acts",
    file: "app/effect/act.ts",
    find: "    act.gate(world);\n",
    replace: "",
  },
  {
    id: "lost-is-failed",
    does: "takes a lost answer for a no",
    file: "app/effect/act.ts",
    find: "const certain = error instanceof OutsideError && error.certain;",
    replace: "const certain = error instanceof OutsideError;",
  },
  {
    id: "forget-the-outcome",
    does: "forgets to record an outcome",
    file: "app/effect/act.ts",
    find: '    { type: "effect.succeeded", data: { ...outcomeData(act, "done"), settledBy: "answer" } },\n',
    replace: "",
  },
  {
    id: "act-after-the-end",
    does: "acts after the incident has ended",
    file: "app/effect/act.ts",
    find: "    requireOpen(world.state);\n    refusePending",
    replace: "    refusePending",
  },
  {
    id: "cut-without-places",
    does: "cuts a key that places still use",
    file: "core/credential/target.ts",
    find: 'const SETTLED: readonly TargetState[] = ["in-use",',
    replace: 'const SETTLED: readonly TargetState[] = ["in-use", "written", "reloaded",',
  },
  {
    id: "cut-without-outage",
    does: "cuts a key although nobody accepted the outage",
    file: "core/credential/guard.ts",
    find: '    credential.environment === "production" &&\n',
    replace: '    credential.environment === "staging" &&\n',
  },
  {
    id: "cut-without-life",
    does: "cuts a key whose replacement was never seen alive",
    file: "core/credential/guard.ts",
    find: 'if (credential.new.verdict !== "ALIVE")',
    replace: 'if (credential.new.verdict === "DEAD")',
  },
  {
    id: "one-dead-answer",
    does: "takes one rejection for death",
    file: "core/credential/verdict.ts",
    find: "if (run.length >= DEAD_ANSWERS && spans)",
    replace: "if (run.length > 0)",
  },
  {
    id: "listed-is-cut",
    does: "takes a key on the list for one that is cut",
    file: "app/settle-key.ts",
    find: "  if (key !== undefined && (!isDisabled || isLeft))",
    replace: "  if (key !== undefined && isLeft)",
  },
  {
    id: "second-replacement",
    does: "makes a second replacement",
    file: "app/effect/create-key.ts",
    find: "if (credential === undefined || mayBeMade(credential.new)) return;",
    replace: "if (credential !== undefined) return;",
  },
  {
    id: "written-is-used",
    does: "takes written for in use",
    file: "app/effect/place.ts",
    find: "  const isNew =\n    (report.keyId",
    replace: "  const isNew =\n    true || (report.keyId",
  },
  {
    id: "nobody-looks-late",
    does: "does not wait for a create that arrives late",
    file: "app/settle-key.ts",
    find: "  if (!early.some(isOurs)) await waitOut(one);\n",
    replace: "",
  },
  {
    id: "reopened-stays-answered",
    does: "never settles a decision that was taken back",
    file: "core/incident/decide/cascade.ts",
    find: "given.some((fact) => isDecision(fact, item)) || ",
    replace: "",
  },
  {
    id: "first-writer-loses",
    does: "drops a decision when somebody else was first",
    file: "app/incident.ts",
    find: "      waiting = [...drafted.map(({ one }) => one), ...again];",
    replace: "      waiting = again;",
  },
  {
    id: "secret-in-a-plan",
    does: "writes a key into its plan",
    file: "app/effect/place.ts",
    find: "plan: `write ..${secret.last4} to",
    replace: "plan: `write ..${secret.reveal()} to",
  },
  {
    id: "stale-state",
    does: "decides on what it remembers",
    file: "app/incident.ts",
    find: "if (head.seq === cached.folded.head.seq && head.hash === cached.folded.head.hash) return cached;",
    replace: "if (head.seq >= 0) return cached;",
  },
  {
    id: "twice-in-one-batch",
    does: "records a batch again after a half of it",
    file: "app/turn.ts",
    find: "    if (own.length > 0) one.left = restOf(decided, own.length);",
    replace: "    if (own.length > 0) one.left = decided;",
  },
  {
    id: "close-while-unknown",
    does: "closes while an outcome is unknown",
    file: "core/incident/ending.ts",
    find: "    ...unknown,\n",
    replace: "",
  },
  {
    id: "claimed-for-ever",
    does: "never lets anybody take a step over",
    file: "core/incident/decide/step.ts",
    find: "const allowed = command.takeOver === true &&",
    replace: "const allowed = false &&",
  },
  {
    id: "what-others-did-unread",
    does: "misses the first of the events that others added",
    file: "app/incident.ts",
    find: "events.slice(folded.head.seq)",
    replace: "events.slice(folded.head.seq + 1)",
  },
  {
    id: "told-again",
    does: "tells people again what they were told",
    file: "core/notify/outbox.ts",
    find: '["sent", "failed", "spared"]',
    replace: '["failed", "spared"]',
  },
  {
    id: "told-while-waiting",
    does: "tries to tell people again without looking whether somebody else did",
    file: "app/notify/attempt.ts",
    find: "if (!isOurs || stands.attempts !== last) return [];",
    replace: "if (stands === undefined) return [];",
  },
  {
    id: "duty-told-twice",
    does: "records a notice that is on record already",
    file: "app/notice.ts",
    find: "  if (before === undefined) return;\n",
    replace: "  if (before !== null) return;\n",
  },
  {
    id: "verdict-anywhere",
    does: "takes a verdict where none is asked",
    file: "core/incident/decide/verdict.ts",
    find: 'if (!world.compiled.runbook.steps.some((step) => step.decides === "verdict"))',
    replace: "if (world.compiled.runbook.steps.length === 0)",
  },
  {
    id: "unjudged-review",
    does: "calls a review done whose findings nobody judged",
    file: "core/incident/decide/step.ts",
    find: "  refuseUnjudged(one, world);\n",
    replace: "",
  },
  {
    id: "judged-after-the-end",
    does: "judges findings after the end",
    file: "core/incident/decide/finding.ts",
    find: "  requireOpen(world.state);\n  const { verdict, because } = command;",
    replace: "  const { verdict, because } = command;",
  },
];
