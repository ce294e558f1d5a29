// The runbooks: do they load, and has anybody read them lately?
import { addMonths, toInstant } from "../../core/instant.ts";
import { green, note, red, type Check, type Finding } from "./check.ts";
import type { Site } from "./site.ts";

const STALE_MONTHS = 6;

async function look(site: Site, id: string): Promise<readonly Finding[]> {
  const { runbook } = await site.loadRunbook(id);
  const { reviewed } = runbook;
  if (reviewed === null) return [note("says not when it was reviewed (reviewed: 2026-11-25)")];
  const stale = addMonths(`${reviewed}T00:00:00.000Z`, STALE_MONTHS) < toInstant(site.clock.now());
  return stale
    ? [red(`was reviewed on ${reviewed}: half a year ago or more`, "npm install claro-ir@latest")]
    : [green(`reviewed ${reviewed}`)];
}

export const runbooks: Check = {
  id: "runbook",
  needs: [],
  looks: async (site) =>
    (await site.runbooks()).map((id) => ({ about: id, look: () => look(site, id) })),
};
