// The watch after the cut: who knocks, what a cache explains, and when the window is clean.
import { describe, expect, it } from "vitest";
import {
  cleanFrom,
  missingToClean,
  observe,
  watchedFrom,
} from "../../../src/core/credential/lookout.ts";
import type { IncidentData } from "../../../src/core/incident/event.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/instant.ts";
import { activityOf, atDeclared, type Request } from "../../support/audited.ts";
import { DECLARED, fact, given, on, started } from "../../support/given.ts";

const familiar = {
  isOurs: ({ ip }: { ip: string | null }) => ip?.startsWith("10.") === true,
  isProbe: ({ agent }: { agent: string | null }) => agent?.startsWith("claro-ir") === true,
};

function seen(...requests: readonly Request[]) {
  return observe(activityOf(requests), DECLARED, familiar);
}

describe("what is seen of a dead key", () => {
  it("tells ours from others, the busiest first, and leaves out our own proof", () => {
    const { ours, theirs, accepted } = seen(
      { after: 10 * MINUTE, ip: "10.0.0.7", status: 401 },
      { after: 11 * MINUTE, ip: "203.0.113.9", status: 401 },
      { after: 12 * MINUTE, ip: "203.0.113.9", status: 401 },
      { after: 13 * MINUTE, ip: "198.51.100.2", status: 401 },
      { after: 14 * MINUTE, ip: "127.0.0.1", agent: "claro-ir", status: 401 },
    );
    expect(ours.map((one) => one.ip)).toEqual(["10.0.0.7"]);
    expect(theirs.map((one) => [one.ip, one.count])).toEqual([
      ["203.0.113.9", 2],
      ["198.51.100.2", 1],
    ]);
    expect(accepted).toBe(0);
  });

  it("counts what was let in only where no cache explains it", () => {
    expect(seen({ after: 4 * MINUTE, ip: "203.0.113.9" }).accepted).toBe(0);
    expect(seen({ after: 5 * MINUTE, ip: "203.0.113.9" }).accepted).toBe(1);
    expect(seen({ after: 9 * MINUTE, ip: "203.0.113.9", status: 401 }).accepted).toBe(0);
  });
});

const c1 = on("c1");
const alive = given(started());
const dead = alive.and(c1.captured, c1.outage, c1.probed("old", "ALIVE"), c1.blocked(), c1.died);

function look(told: Partial<IncidentData["watch.observed"]>) {
  return fact("watch.observed", {
    credential: "c1",
    from: DECLARED,
    to: atDeclared(DAY),
    seenTo: atDeclared(DAY),
    ours: [],
    theirs: [],
    more: 0,
    accepted: 0,
    sources: ["access.jsonl"],
    ...told,
  });
}

function knock(last: number) {
  const at = atDeclared(last);
  return { ip: "10.0.0.7", agent: "web", count: 3, accepted: 0, first: at, last: at };
}

describe("the window", () => {
  it("is of a key that was cut, and begins with its death", () => {
    expect(watchedFrom(alive.c1)).toBeNull();
    expect(cleanFrom(alive.c1)).toBeNull();
    expect(watchedFrom(dead.c1)).toBe(DECLARED);
    expect(cleanFrom(dead.c1)).toBe(atDeclared(DAY));
    expect(missingToClean(dead.c1)).toEqual(["c1: nobody has looked since the cut"]);
  });

  it("is clean after a day in which nothing was accepted and none of ours tried, whoever else did", () => {
    expect(missingToClean(dead.and(look({ theirs: [knock(DAY)] })).c1)).toEqual([]);
  });

  it("is not clean before its end, nor where the logs do not reach so far", () => {
    const early = dead.and(look({ to: atDeclared(DAY - 1) })).c1;
    expect(missingToClean(early)[0]).toContain("is watched until 2026-11-24 02:10Z");
    const short = dead.and(look({ seenTo: atDeclared(DAY - 2 * HOUR) })).c1;
    expect(missingToClean(short)[0]).toContain("the logs end before");
    expect(missingToClean(dead.and(look({ seenTo: null })).c1)[0]).toContain("the logs end");
  });

  it("waits a day longer than the last attempt of ours: a nightly job tries once a day", () => {
    const tried = dead.and(look({ ours: [knock(20 * HOUR)] })).c1;
    expect(cleanFrom(tried)).toBe(atDeclared(44 * HOUR));
    expect(missingToClean(tried)[0]).toContain("is watched until 2026-11-24 22:10Z");
    // A look at other logs, in which it is not, does not undo it.
    const elsewhere = dead.and(look({ ours: [knock(20 * HOUR)] }), look({})).c1;
    expect(cleanFrom(elsewhere)).toBe(atDeclared(44 * HOUR));
  });

  it("lasts as long as somebody asked for, and a use that was let in is never clean", () => {
    const longer = dead.and(fact("watch.begun", { credential: "c1", until: atDeclared(2 * DAY) }));
    expect(cleanFrom(longer.c1)).toBe(atDeclared(2 * DAY));
    expect(missingToClean(dead.and(look({ accepted: 2 })).c1)[0]).toContain("accepted 2 times");
  });
});
