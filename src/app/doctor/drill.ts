// When was an incident last rehearsed, and how did it go?
import { addMonths, durationWords, toInstant } from "../../core/instant.ts";
import { PLAYED_FACT } from "../../core/report/score.ts";
import { scoreOfDrill } from "../drill/score.ts";
import { readRecords, type Reader } from "../list.ts";
import { green, note, red, type Check, type Finding } from "./check.ts";
import type { Site } from "./site.ts";

const STALE_MONTHS = 6;

async function look(site: Site, record: Reader | undefined): Promise<readonly Finding[]> {
  const states = record === undefined ? [] : (await readRecords(record)).states;
  const last = states
    .filter((state) => state.drill)
    .sort((a, b) => a.declaredAt.localeCompare(b.declaredAt))
    .at(-1);
  if (last === undefined || record === undefined)
    return [red("an incident was never rehearsed here", "claro-ir drill")];
  const day = last.declaredAt.slice(0, 10);
  if (addMonths(last.declaredAt, STALE_MONTHS) < toInstant(site.clock.now()))
    return [red(`the last rehearsal was on ${day}: half a year ago or more`, "claro-ir drill")];
  const { containedAfter, restoredAfter, misses } = await scoreOfDrill(record, last.id);
  const score = `contained ${after(containedAfter)}, restored ${after(restoredAfter)}, ${String(misses.length)} missed`;
  return [
    green(`rehearsed on ${day}: ${score}`),
    ...(last.facts[PLAYED_FACT]?.value === "itself"
      ? [note("the last rehearsal played itself: no person has practised with it")]
      : []),
  ];
}

function after(ms: number | null): string {
  return ms === null ? "never" : `after ${durationWords(ms)}`;
}

export const drill: Check = {
  id: "drill",
  needs: ["record"],
  looks: (site) => [{ about: "", look: () => look(site, site.record) }],
};
