import { describe, expect, it } from "vitest";
import { acrossIncidents, type Told } from "../../../src/core/report/across.ts";
import { acrossLines } from "../../../src/core/report/across-text.ts";
import { acrossPicture } from "../../../src/core/report/across-picture.ts";
import { fold, toState } from "../../../src/core/incident/fold.ts";
import { MINUTE, plus } from "../../../src/core/instant.ts";
import { at, COMPILED, eventsOf, headOf, RUNBOOK, started, DECLARED } from "../../support/given.ts";

function playedBy(who: string, facts: Told["state"]["facts"]): Told["state"]["facts"] {
  const [any] = Object.values(facts);
  return any === undefined ? facts : { ...facts, drillPlayed: { ...any, value: who } };
}

/** An incident contained after so many minutes. */
function contained(
  minutes: number,
  given: {
    readonly drill?: boolean;
    readonly detectedAt?: string;
    readonly played?: "person" | "itself";
  } = {},
): Told {
  const events = eventsOf([
    ...started(),
    ...at(
      minutes * MINUTE,
      {
        type: "key.blocked",
        data: { credential: "c1", action: "delete", keyId: null, settledBy: "answer" },
      },
      {
        type: "key.died",
        data: {
          credential: "c1",
          firstDeadAt: plus(DECLARED, minutes * MINUTE),
          proof: "probes",
          answers: 3,
        },
      },
    ),
  ]);
  const state = toState(fold(COMPILED, events, headOf(events)));
  return {
    state: {
      ...state,
      drill: given.drill ?? false,
      facts: given.played === undefined ? state.facts : playedBy(given.played, state.facts),
      detectedAt: given.detectedAt ?? state.detectedAt,
    },
    events,
    runbook: RUNBOOK,
  };
}

function figure(all: readonly Told[], id: string) {
  return acrossIncidents(all).figures.find((one) => one.id === id);
}

describe("times across incidents", () => {
  it("median, worst tenth and number, drills apart", () => {
    const all = [contained(4), contained(10), contained(30), contained(1, { drill: true })];
    expect(figure(all, "time-to-contain")).toMatchObject({
      incidents: { n: 3, median: 10 * MINUTE, p90: null },
      drills: { n: 1, median: MINUTE },
    });
    expect(figure(all, "step:declare-incident")?.incidents?.n).toBe(3);
  });

  it("keeps rehearsals that played themselves out of those of people", () => {
    const all = [
      contained(9, { drill: true, played: "person" }),
      contained(1, { drill: true, played: "itself" }),
    ];
    expect(figure(all, "time-to-contain")).toMatchObject({
      incidents: null,
      drills: { n: 1, median: 9 * MINUTE },
      selfPlayed: { n: 1, median: MINUTE },
    });
    const lines = acrossLines(acrossIncidents(all), 80);
    expect(lines[0]).toBe("0 incidents, 1 drill, 1 self-played");
    expect(lines).toContain("Drills that played themselves");
    // Only the person's is a dot.
    expect(
      acrossPicture(acrossIncidents(all)).match(/Time to contain<\/text><circle/g),
    ).toHaveLength(1);
    expect(acrossPicture(acrossIncidents(all))).not.toContain(": 1 min 0 s<");
  });

  it("shows no worst tenth of a few", () => {
    const lines = acrossLines(acrossIncidents([contained(4), contained(10)]), 80);
    expect(lines.find((line) => line.startsWith("Time to contain "))).toMatch(/ - +2$/);
  });

  it("a figure nobody has is not there; one that cannot be right is named and counts nowhere", () => {
    const wrong = contained(4, { detectedAt: plus(DECLARED, 9 * MINUTE) });
    const across = acrossIncidents([
      contained(10, { detectedAt: plus(DECLARED, -MINUTE) }),
      wrong,
      // Nobody said when it was noticed: no time to declare.
      contained(20),
    ]);
    expect(across.figures.map((one) => one.id)).not.toContain("abuse-window");
    expect(across.figures.find((one) => one.id === "time-to-declare")?.incidents?.n).toBe(1);
    expect(across.leftOut).toContainEqual({
      incident: wrong.state.id,
      id: "time-to-declare",
      why: expect.stringContaining("before detected_at"),
    });
  });

  it("nothing at all is said to be nothing", () => {
    expect(acrossLines(acrossIncidents([]), 80)).toEqual(["0 incidents, 0 drills"]);
  });

  it("fits 40 columns, and says n", () => {
    const lines = acrossLines(acrossIncidents([contained(4), contained(400)]), 40);
    expect(Math.max(...lines.map((text) => text.length))).toBeLessThanOrEqual(40);
    expect(lines.join("\n")).toMatch(/Time to contain\n +4 min 0 s|Time to contain\n +3 h 22 min/);
  });

  it("as a picture holds a dot for each value and no script", () => {
    const picture = acrossPicture(acrossIncidents([contained(4), contained(10, { drill: true })]));
    expect(picture).toMatch(/class="real"[^]*class="drill"/);
    expect(picture).not.toMatch(/<script|href|on\w+=/);
    expect(picture).toContain("1 incident (dots, stroke = median), 1 drill (rings)");
  });

  it("says so in the picture where no person has been timed", () => {
    const picture = acrossPicture(
      acrossIncidents([contained(4, { drill: true, played: "itself" })]),
    );
    expect(picture).toContain("Nothing has been timed yet. 1 drill played itself: no person");
    expect(picture).not.toContain('class="grid"');
  });
});
