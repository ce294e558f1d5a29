// Whether what people were told and what was written is one log: nothing lost, nothing twice, in the order of real time, one winner a step.
import type { Asked, Played, Written } from "./people.ts";

function seqOf({ answer }: Asked): number {
  if (answer === undefined) return 0;
  return typeof answer.head === "string" ? answer.seq : answer.head.seq;
}

/** Acknowledged events that are not in the log as they were acknowledged, and refusals that wrote something. */
function lost(asked: readonly Asked[], written: readonly Written[]): readonly string[] {
  const byOp = Map.groupBy(written, ({ op }) => op);
  const tries = Map.groupBy(asked, ({ op }) => op);
  return asked.flatMap(({ op, args, answer, code }) => {
    const own = byOp.get(op) ?? [];
    const what = args.join(" ");
    if (answer?.events === undefined) {
      // An act outside records what became of it although the command fails; a killed one may have written all of it.
      const isSilent = code === null || args[0] === "run" || (tries.get(op) ?? []).length > 1;
      return isSilent || own.length === 0
        ? []
        : [`"${what}" was refused (${String(code)}) and wrote`];
    }
    const types = own.map(({ type }) => type);
    if (JSON.stringify(types) !== JSON.stringify(answer.events))
      return [`"${what}" was told ${answer.events.join(", ")}; written is ${types.join(", ")}`];
    const head = written[answer.seq - 1];
    if (answer.events.length > 0 && head?.sha256 !== answer.head)
      return [`#${String(answer.seq)} of "${what}" is another event now`];
    return [];
  });
}

/** What was acknowledged before another began lies before it, and a look at the state sees it. */
function outOfOrder(asked: readonly Asked[]): readonly string[] {
  const faults: string[] = [];
  const ended = asked.filter((one) => seqOf(one) > 0).sort((a, b) => a.to - b.to);
  const begun = asked.filter((one) => seqOf(one) > 0).sort((a, b) => a.from - b.from);
  let highest = 0;
  let next = 0;
  for (const one of begun) {
    for (
      let before = ended[next];
      before !== undefined && before.to < one.from;
      before = ended[next]
    ) {
      highest = Math.max(highest, seqOf(before));
      next += 1;
    }
    // Nothing new was written by a repeated command, or by one that changed nothing: its number is that of then.
    const isNew = one.answer?.events === undefined || one.answer.events.length > 0;
    const isRepeated = asked.some((other) => other !== one && other.op === one.op);
    if (isNew && !isRepeated && seqOf(one) < highest)
      faults.push(
        `"${one.args.join(" ")}" is #${String(seqOf(one))}, after #${String(highest)} was told`,
      );
  }
  return faults;
}

const SETTLES = ["step.completed", "step.skipped", "step.waived"];

/** Steps settled although they were settled and nobody had taken that back. */
function wonTwice(written: readonly Written[]): readonly string[] {
  const settled = new Set<string>();
  return written.flatMap(({ type, step, seq }) => {
    if (step === undefined) return [];
    if (type === "step.reopened" || type === "step.failed") settled.delete(step);
    if (!SETTLES.includes(type)) return [];
    const isTwice = settled.has(step);
    settled.add(step);
    return isTwice ? [`#${String(seq)} settles ${step} once more`] : [];
  });
}

/** The numbers go on without a gap. */
function gaps(written: readonly Written[]): readonly string[] {
  const wrong = written.findIndex(({ seq }, at) => seq !== at + 1);
  return wrong === -1 ? [] : [`event ${String(wrong + 1)} is missing`];
}

/** The key is cut once. */
function actedTwice(written: readonly Written[]): readonly string[] {
  const cuts = written.filter(({ type }) => type === "key.blocked").length;
  return cuts > 1 ? [`the key was cut ${String(cuts)} times`] : [];
}

/** Only these ends are answers: done, refused, too late, unknown, a vendor that failed. */
function crashes(asked: readonly Asked[]): readonly string[] {
  return asked.flatMap(({ code, args, said }) =>
    code === null || [0, 1, 3, 4, 5, 8].includes(code)
      ? []
      : [`"${args.join(" ")}" ended with ${String(code)}: ${said.replaceAll("\n", " ")}`],
  );
}

/** Everything that is not as it must be. */
export function judge({ asked, written, faults }: Played): readonly string[] {
  return [
    ...faults,
    ...lost(asked, written),
    ...outOfOrder(asked),
    ...wonTwice(written),
    ...gaps(written),
    ...actedTwice(written),
    ...crashes(asked),
  ];
}
