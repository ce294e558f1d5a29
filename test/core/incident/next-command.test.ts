// What is typed: commands that a shell takes as they stand, and the ceiling that asks.
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { nextSteps, type NextStep } from "../../../src/core/incident/next.ts";
import { completeStep } from "../../../src/core/incident/decide/step.ts";
import { MINUTE } from "../../../src/core/instant.ts";
import {
  done,
  fact,
  given,
  keys,
  key,
  on,
  RUNBOOK,
  started,
  type Given,
} from "../../support/given.ts";

const c1 = on("c1");

function next(now: Given): readonly NextStep[] {
  return nextSteps(RUNBOOK, now.state, now.world.now);
}

/** A command line as a shell splits it; throws where a quote is left open. */
function words(command: string): readonly string[] {
  const printed = execFileSync("/bin/sh", ["-c", `printf '%s\\0' ${command}`], {
    encoding: "utf8",
  });
  return printed.split("\0").slice(0, -1);
}

describe("what is typed", () => {
  function ready(name: string) {
    return given(started({ keys: [key({ name })] })).and(
      c1.captured,
      c1.outage,
      done("accept-outage", "c1"),
    );
  }

  it.each(["production-web-app", "my key", "it's", "$(reboot)", "`id`", "a;b", 'a"b', "ключ"])(
    "for a key named %s is still one word for the shell",
    (name) => {
      const line = next(ready(name)).find((one) => one.step === "block-compromised-key")!;
      expect(words(line.command).at(-1)).toBe(name);
      expect(line.command.includes("--confirm '")).toBe(name !== "production-web-app");
    },
  );

  it("names the credential where several keys share a name", () => {
    const twins = given(started({ keys: keys({}, {}) })).and(
      c1.captured,
      c1.outage,
      done("accept-outage", "c1"),
    );
    expect(next(twins)[0]?.command).toBe(
      "claro-ir run block-compromised-key --credential c1 --confirm c1:production-web-app",
    );
  });

  it("shows the reason of a failure, and the rule behind the cut", () => {
    const failed = ready("production-web-app").and(
      fact("step.failed", { step: "block-compromised-key", credential: "c1", because: "502" }),
    );
    expect(next(failed)[0]?.why).toBe("it failed: 502");
    expect(next(ready("production-web-app"))[0]?.why).toMatch(/^D5: /);
  });
});

describe("a ceiling that has passed", () => {
  const replacing = given(started({ keys: [key({ strategy: "replace-first" })] }));

  it("asks first, with a command, and permits nothing", () => {
    expect(next(replacing.later(14 * MINUTE))[0]?.step).not.toBe("choose-strategy");
    const late = replacing.later(15 * MINUTE);
    const [question] = next(late);
    expect(question).toMatchObject({ step: "choose-strategy", credential: "c1" });
    expect(question?.command).toMatch(/^claro-ir decide strategy contain-first --credential c1 /);
    late
      .and(c1.captured)
      .when((world) => completeStep(world, { step: "block-compromised-key" }))
      .thenRefused("needs-unmet");
  });

  it("is silent once the key is cut, or may be cut, or was given longer", () => {
    const late = replacing.and(c1.captured).later(20 * MINUTE);
    expect(next(late.and(c1.override))[0]?.step).not.toBe("choose-strategy");
    expect(next(late.and(c1.blocked()))[0]?.step).not.toBe("choose-strategy");
    const longer = late.and(
      fact("ceiling.extended", { credential: "c1", byMs: 15 * MINUTE, because: "b" }),
    );
    expect(next(longer)[0]?.step).not.toBe("choose-strategy");
  });
});
