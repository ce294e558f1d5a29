// Steps that mean that somebody was told are done by the notices themselves: with the last one, and not by hand while one is open.
import type { Missing } from "../core/credential/guard.ts";
import { concernsPeople } from "../core/compliance/open-clocks.ts";
import type { RegimeTable } from "../core/compliance/regime.ts";
import { isTold, tellsOf, untold, type Told } from "../core/compliance/told.ts";
import { checklistItem } from "../core/incident/checklist.ts";
import { ahead } from "../core/incident/decide/ahead.ts";
import type { World } from "../core/incident/decide/world.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import type { Config } from "../ports/config.ts";
import { clockRows } from "./clocks.ts";
import { clocksIfAny } from "./clocks-lazily.ts";
import type { App } from "./context.ts";

/** Facts about notices, and after them the completion of each step whose notices are all sent or declined by that. */
export function withTold(
  table: RegimeTable,
  config: Pick<Config, "compliance">,
  world: World,
  facts: readonly IncidentFact[],
): readonly IncidentFact[] {
  const { state, compiled, now } = ahead(world, facts);
  const rows = clockRows(table, state, config, now);
  const completed = compiled.runbook.steps.flatMap((step): readonly IncidentFact[] => {
    const tells = tellsOf(step);
    if (tells === null || !isTold(tells, rows)) return [];
    const item = checklistItem(compiled.runbook, state, step, null);
    if (item.state !== "ready" && item.state !== "started") return [];
    const note = "every notice is sent or declined";
    const data = { credential: null, grade: "E3" as const, note, because: null, evidence: [] };
    return [{ type: "step.completed", data: { step: step.id, ...data } }];
  });
  return [...facts, ...completed];
}

/** Notices that stand in the way of saying that these were told. */
export async function untoldNow(app: App, world: World, tells: Told): Promise<readonly Missing[]> {
  const rows = await clocksIfAny(app, world.state, world.now);
  return untold(tells, rows, concernsPeople(world.state));
}
