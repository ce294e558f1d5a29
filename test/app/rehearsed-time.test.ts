// A second terminal beside a rehearsal, whose clock is days ahead: what it writes and shows comes after what is on record.
import { describe, expect, it } from "vitest";
import { virtualClock } from "../../src/adapters/system/clock.ts";
import { record } from "../../src/app/incident.ts";
import { readState } from "../../src/app/list.ts";
import { reportInput } from "../../src/app/report.ts";
import { timeOf } from "../../src/app/time-of.ts";
import { windowsOf } from "../../src/app/logs.ts";
import { occurredOf } from "../../src/cli/session.ts";
import { DAY, toEpoch, toInstant } from "../../src/core/instant.ts";
import { note } from "../support/checklist-app.ts";
import { DECLARED } from "../support/given.ts";
import { begin, Room } from "../support/memory-app.ts";

/** An incident two days old by its own clock, and an app whose clock stands at its beginning. */
async function aside(drill: boolean) {
  const room = new Room();
  const id = await begin(room.app(), { drill });
  await room.clock.sleep(2 * DAY);
  await record(room.app(), id, [note("two days later")]);
  const second = { ...room.app(), clock: virtualClock(toEpoch(DECLARED)) };
  const change = await record(second, id, [note("from a second terminal")]);
  const input = await reportInput(second, id, {
    clock: second.clock,
    version: "0.1.0",
    clean: (text) => text,
    withNames: false,
  });
  const now = await timeOf(second, await readState(second, id));
  async function typed(occurredAt: string): Promise<string> {
    return (await occurredOf({ app: second, incident: id, options: { occurredAt } }))?.at ?? "";
  }
  const windows = await windowsOf(second, await readState(second, id));
  function days(at: string): number {
    return (toEpoch(at) - toEpoch(DECLARED)) / DAY;
  }
  return { days, change, input, now, typed, lookedTo: toInstant(windows.to) };
}

describe("a second terminal", () => {
  it("beside a rehearsal writes and reads at its time", async () => {
    const { days, change, input, now } = await aside(true);
    expect([change.events[0]?.at ?? "", input.now, now].map(days)).toEqual([2, 2, 2]);
  });

  it("beside a rehearsal takes typed times, and the end of what is looked at, by its clock", async () => {
    const { days, typed, lookedTo } = await aside(true);
    expect([await typed("now"), lookedTo].map(days)).toEqual([2, 2]);
    const hour = DECLARED.slice(11, 16);
    expect(Math.round(days(await typed(`${hour}Z`)))).toBe(2);
  });

  it("beside an incident keeps its own clock", async () => {
    const { days, change, input, now, typed, lookedTo } = await aside(false);
    const all = [change.events[0]?.at ?? "", input.now, now, await typed("now"), lookedTo];
    expect(all.map(days)).toEqual([0, 0, 0, 0, 0]);
  });
});
