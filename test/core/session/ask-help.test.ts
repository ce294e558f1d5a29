import { expect, it } from "vitest";
import { alertText, helpRequest } from "../../../src/core/session/ask-help.ts";
import { findStep } from "../../../src/core/runbook/runbook.ts";
import { fold, toState } from "../../../src/core/incident/fold.ts";
import { COMPILED, eventsOf, headOf, RUNBOOK, started } from "../../support/given.ts";

function stateOf(told: Parameters<typeof started>[0] = {}) {
  const events = eventsOf(started(told));
  return toState(fold(COMPILED, events, headOf(events)));
}

const STEP = findStep(RUNBOOK, "block-compromised-key")!;

it("asks somebody else for the step, with the key and the clicks", () => {
  const state = stateOf();
  const words = helpRequest(state, STEP, state.credentials["c1"], ["Settings > API Keys."]);
  expect(words).toContain("please do this now, I cannot: Disable or delete the leaked key");
  expect(words).toContain("production-web-app ..c123 (production, claro)");
  expect(words).toContain("Settings > API Keys.");
});

it("tells the security team what, since when, and what fails", () => {
  expect(alertText(stateOf())).toMatch(
    /INC-20261123-k7f3 P1: key production-web-app \.\.c123 \(production, claro\) got into the wrong hands no later than \d\d:\d\dZ/,
  );
});

it("says nothing about a restricted incident but its codename", () => {
  const state = { ...stateOf(), restricted: true, codename: "HERON" };
  for (const words of [alertText(state), helpRequest(state, STEP, state.credentials["c1"], [])]) {
    expect(words).toContain("HERON");
    expect(words).not.toMatch(/production-web-app|c123|INC-/);
  }
});

it("says where it stands to whoever hears of it late", () => {
  const state = stateOf();
  const { c1 } = state.credentials;
  const dead = { ...c1!, old: { ...c1!.old, state: "dead" as const } };
  expect(alertText(state)).toContain("I am replacing it.");
  const late = alertText({ ...state, credentials: { c1: dead } });
  expect(late).toContain("The old key is dead; the new one is not in use yet.");
  expect(late).not.toContain("I am replacing it");
  const both = { c1: dead, c2: { ...c1!, id: "c2" } };
  expect(alertText({ ...state, credentials: both })).toContain("is dead (1 of 2)");
});
