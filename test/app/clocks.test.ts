// Clocks in the incident: started by those whose call it is, met by a notice, late with a reason, and in the way of an ending.
import { describe, expect, it } from "vitest";
import { clocksNow, recordNotice } from "../../src/app/clocks.ts";
import { close, standDownIncident } from "../../src/app/end.ts";
import { namedFact } from "../../src/app/fact.ts";
import { change, loadIncident, record, worldOf } from "../../src/app/incident.ts";
import type { App } from "../../src/app/context.ts";
import { decide, type Decidable } from "../../src/core/incident/decide/decision.ts";
import { DAY, HOUR } from "../../src/core/instant.ts";
import { begin, failure, Room } from "../support/memory-app.ts";

const DECIDED = ["in-certin", "contract", "uk-gdpr", "sg-pdpa", "jp-appi", "br-lgpd"];
const AMERICAN = ["us-ca-1798-82", "us-ny-gbl", "au-ndb", "us-hipaa", "ca-pipeda"];

async function stage() {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  async function say(kind: Decidable, value: string): Promise<void> {
    await change(app, id, (world) => decide(world, { kind, value, because: "counsel" }));
  }
  async function state(who: App, name: string, value = "now"): Promise<void> {
    const world = worldOf(who, await loadIncident(who, id));
    await record(who, id, [namedFact(who, world, name, value, undefined)]);
  }
  const notice = { regime: "eu-gdpr", stage: "authority", receipt: undefined, because: undefined };
  return { room, app, id, say, state, notice: { ...notice, occurred: undefined } };
}

describe("a legal clock", () => {
  it("runs from the word of whoever has the role, and of nobody else", async () => {
    const { room, app, id, say, state } = await stage();
    await say("notify", "eu-gdpr:yes");
    await record(app, id, [{ type: "roles.assigned", data: { roles: { legal: "kim" } } }]);
    const refused = await failure(state(app, "awarePersonalDataAt"));
    expect([refused.exitCode, refused.message]).toEqual([3, expect.stringContaining("kim")]);
    await state(room.app({ actor: { id: "kim", role: "member" } }), "awarePersonalDataAt");
    const { rows } = await clocksNow(app, id, await app.regimes());
    expect(rows[0]).toMatchObject({ regime: "eu-gdpr", stage: "authority", state: "running" });
  });

  it("is met once, and a late notice says why", async () => {
    const { room, app, id, say, state, notice } = await stage();
    const table = await app.regimes();
    await say("notify", "eu-gdpr:yes");
    await state(app, "awarePersonalDataAt");
    await room.clock.sleep(4 * DAY);
    expect(await failure(recordNotice(app, id, table, notice))).toMatchObject({
      code: "reason-missing",
      exitCode: 2,
    });
    await recordNotice(app, id, table, { ...notice, because: "counsel was reached late" });
    expect(await failure(recordNotice(app, id, table, notice))).toMatchObject({ exitCode: 4 });
    const { rows } = await clocksNow(app, id, table);
    expect(rows.find((row) => row.stage === "authority" && row.regime === "eu-gdpr")?.state).toBe(
      "met",
    );
    expect(
      await failure(recordNotice(app, id, table, { ...notice, stage: "press" })),
    ).toMatchObject({
      code: "unknown-clock",
    });
  });

  it("keeps an incident open while data about people is concerned and something is undecided or untold", async () => {
    const { room, app, id, say, state, notice } = await stage();
    await say("personal-data", "yes");
    const undecided = await failure(standDownIncident(app, id, "nothing"));
    expect([undecided.exitCode, undecided.message]).toEqual([
      3,
      expect.stringContaining("eu-gdpr"),
    ]);
    for (const regime of [...DECIDED, ...AMERICAN]) await say("notify", `${regime}:no`);
    await say("notify", "eu-gdpr:yes");
    await state(app, "awarePersonalDataAt");
    expect(await failure(close(app, id, "over"))).toMatchObject({
      hint: "claro-ir clocks sent eu-gdpr authority",
    });
    await room.clock.sleep(HOUR);
    await recordNotice(app, id, await app.regimes(), notice);
    const left = await failure(close(app, id, "over"));
    expect(left.message).not.toContain("eu-gdpr");
  });

  it("is nobody's business where no data about people is concerned", async () => {
    const { app, id, say } = await stage();
    await say("personal-data", "no");
    expect((await standDownIncident(app, id, "nothing")).state.state).toBe("stood-down");
  });
});
