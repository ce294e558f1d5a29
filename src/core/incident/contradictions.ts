// Words of people about findings and callers that do not go together: said once where the later one is given, and refused never.
import type { FindingVerdict } from "./audit-event.ts";
import type { Judgement } from "./audit-state.ts";
import { verdictWords } from "./finding-words.ts";
import { callersIn, type Caller, type Known } from "./suspects.ts";

function areOpposite(one: FindingVerdict, other: FindingVerdict): boolean {
  return one !== other && one !== "unknown" && other !== "unknown";
}

function because({ by, because: why }: Judgement): string {
  return `${by}: ${why}`;
}

/** What was said of a caller alone: of them, else of a finding that is about nobody else. */
function saidOf(
  state: Known,
  { name, judged, findings }: Caller,
  but: string,
): { readonly what: string; readonly judged: Judgement } | undefined {
  if (judged !== null) return { what: name, judged };
  return findings
    .filter((one) => one.id !== but && callersIn(state, one).length === 1)
    .flatMap((one) =>
      one.judged === null ? [] : [{ what: `${name}: ${one.id}`, judged: one.judged }],
    )[0];
}

/**
 * Where a word on a finding contradicts what was said of those in it, a line each. That it is misuse contradicts nothing while anybody is in
 * it who may have done it.
 */
export function contradictions(
  state: Known,
  id: string,
  verdict: FindingVerdict,
): readonly string[] {
  const people = callersIn(state, { id });
  const opposite = people.flatMap((one) => {
    const said = saidOf(state, one, id);
    return said !== undefined && areOpposite(said.judged.verdict, verdict) ? [said] : [];
  });
  if (verdict === "malicious" && opposite.length < people.length) return [];
  return opposite.map(
    ({ what, judged }) =>
      `${what} is ${verdictWords(judged.verdict)} by word of ${because(judged)}`,
  );
}

/** Earlier words that a word on a caller contradicts: on the caller itself, else on findings about nobody else, a line each. */
export function turnedOver(
  state: Known,
  { name, judged, findings }: Caller,
  verdict: FindingVerdict,
): readonly string[] {
  const said =
    judged !== null
      ? [{ what: name, judged }]
      : findings
          .filter((one) => callersIn(state, one).length === 1)
          .flatMap((one) => (one.judged === null ? [] : [{ what: one.id, judged: one.judged }]));
  return said
    .filter((one) => areOpposite(one.judged.verdict, verdict))
    .map(
      ({ what, judged: word }) =>
        `${what} was ${verdictWords(word.verdict)} by word of ${because(word)}`,
    );
}
