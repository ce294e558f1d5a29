// Whether duties to notify concern an incident at all, and which of them an ending waits for. Loads no calendar.
import type { Missing } from "../credential/guard.ts";
import type { IncidentState } from "../incident/state.ts";
import type { ClockRow } from "./clocks.ts";
import { START_FACTS, startFactOf } from "./start-facts.ts";
import { noticeBefore } from "./starts.ts";

/** Facts that say which duties may apply. */
const QUESTIONS: readonly string[] = ["organisation", "contractsOwed", "dataKinds"];

/** Whether somebody decided that data about people is concerned. */
export function concernsPeople({ decisions }: IncidentState): boolean {
  return decisions.findLast(({ kind }) => kind === "personal-data")?.value === "yes";
}

/** Whether anybody has said anything that starts a clock: until then the table of duties is not even read. */
export function concernsClocks(state: IncidentState): boolean {
  const { decisions, notices, facts } = state;
  return (
    concernsPeople(state) ||
    notices.length > 0 ||
    decisions.some(({ kind }) => kind === "notify") ||
    Object.keys(facts).some((name) => QUESTIONS.includes(name) || startFactOf(name) !== undefined)
  );
}

function untold({ regime, stage, to }: ClockRow): Missing {
  return {
    what: `${regime} ${stage}`,
    why: `${to}: nobody was told; not owed? claro-ir decide notify ${regime}.${stage}:no --because "<why>"`,
    command: `claro-ir clocks sent ${regime} ${stage}`,
  };
}

function undecided(regime: string): Missing {
  return {
    what: regime,
    why: `whether ${regime} applies is not decided`,
    command: `claro-ir decide notify ${regime}:no --because "<why>"`,
  };
}

function unstarted({ regime, stage, startsWith }: ClockRow): Missing {
  const before = noticeBefore(startsWith);
  if (before !== undefined)
    return {
      what: `${regime} ${stage}`,
      why: `${regime} ${stage} follows ${before}, which nobody sent`,
      command: `claro-ir decide notify ${regime}.${stage}:no --because "<why>"`,
    };
  const name = START_FACTS.find(({ term }) => term === startsWith)?.name ?? startsWith;
  return {
    what: `${regime} start`,
    why: `${regime} applies, and nobody has said since when`,
    command: `claro-ir fact ${name} <time>`,
  };
}

/** A duty all of whose notices stand so has no clock that runs. */
const WITHOUT_DATE: readonly ClockRow["state"][] = ["waiting", "declined", "not-applicable"];

/**
 * Duties that stop an ending: they run and nobody was told; they apply and none of their clocks has begun; nobody decided them although an
 * answer says that they apply, or data about people is concerned.
 */
export function openClocks(rows: readonly ClockRow[], isConcerned: boolean): readonly Missing[] {
  const running = rows.filter(
    ({ state, isNotice }) => isNotice && (state === "running" || state === "late"),
  );
  const waiting = [...Map.groupBy(rows, ({ regime }) => regime).values()]
    .filter((own) => own.every(({ state }) => WITHOUT_DATE.includes(state)))
    .flatMap((own) => own.filter(({ state }) => state === "waiting").slice(0, 1));
  const open = rows.filter(
    ({ state, isMatched }) => state === "undecided" && (isConcerned || isMatched),
  );
  return [
    ...running.map(untold),
    ...waiting.map(unstarted),
    ...[...new Set(open.map(({ regime }) => regime))].map(undecided),
  ];
}
