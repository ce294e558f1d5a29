import { describe, expect, it } from "vitest";
import { inspectRunbook, parseRunbook, problemLine } from "../../../src/adapters/runbook/parse.ts";
import { HELP, RUNBOOK, thrown } from "./sample-text.ts";

/** All problems of the sample after replacing one piece of its text. */
function after(from: string, to: string, help = HELP): string[] {
  expect(RUNBOOK).toContain(from);
  return inspect(RUNBOOK.replace(from, to), help);
}

function parsed(text: string, help = HELP): ReturnType<typeof parseRunbook> {
  return parseRunbook({ text, file: "r.yaml", help });
}

function inspect(text: string, help = HELP): string[] {
  return inspectRunbook({ text, file: "r.yaml", help }).problems.map(problemLine);
}

describe("a right file", () => {
  it("becomes a runbook: defaults filled in, durations in milliseconds", () => {
    const { runbook, yaml } = parsed(RUNBOOK);
    expect(yaml).toBe(RUNBOOK);
    expect(runbook.steps[0]).toEqual({
      id: "look",
      title: "Look",
      phase: "first",
      row: "cut",
      scope: "incident",
      tier: "core",
      kind: "manual",
      role: "any",
      needs: [],
      when: null,
      guard: null,
      effect: null,
      decides: null,
      budget: 300_000,
      repeat: null,
      inputs: [],
      first: false,
      selfCompleting: false,
      evidence: [],
      verify: "seen",
      postmortem: [],
    });
    expect(runbook.steps[1]?.budget).toBe(5_400_000);
    expect(runbook.help["cut-key"]).toEqual({ why: "so", how: ["cut"], cannot: "ask" });
  });

  it("may be JSON, have a byte order mark, comments and Windows line ends", () => {
    const value = parsed(RUNBOOK).runbook;
    const text = `\uFEFF# mine\r\n${RUNBOOK.replaceAll("\n", "\r\n")}`;
    expect(parsed(text).runbook).toEqual(value);
    const json = `{"id":"a","version":1,"title":"A","phases":[{"id":"p","title":"P","from":"0m","until":"1m"}],
      "rows":[{"id":"r","title":"R"}],"steps":[{"id":"s","title":"S","phase":"p","row":"r","tier":"core","kind":"manual","role":"any","budget":"by clock","verify":"v"}]}`;
    const help = '{"s":{"why":"w","how":["h"],"cannot":"c"}}';
    expect(parsed(json, help).runbook.steps[0]?.budget).toBeNull();
  });
});

describe("one mistake gives one error with line and column", () => {
  it.each([
    [
      "kind: manual",
      "kind: manuel",
      'r.yaml:16:11 steps.0.kind "manuel" is none of manual, automated, verification, decision',
    ],
    ["role: any", "role: king", 'r.yaml:17:11 steps.0.role "king" is none of any, ic, scribe,'],
    [
      "effect: create-key",
      "effect: explode",
      'r.yaml:27:13 steps.1.effect "explode" is none of capture-usage,',
    ],
    ["phase: first", "phase: third", 'r.yaml:13:12 steps.0.phase there is no phase "third"'],
    ["row: cut", "row: none", 'r.yaml:14:10 steps.0.row there is no row "none"'],
    ["needs: [look]", "needs: [lok]", 'r.yaml:30:13 steps.1.needs.0 there is no step "lok"'],
    ["fact: level", "fact: colour", 'r.yaml:31:19 steps.1.when.fact there is no fact "colour"'],
    [
      "is: [high]",
      "is: [huge]",
      'r.yaml:31:31 steps.1.when.is.0 "huge" is no value of "level" (low, high)',
    ],
    [
      "budget: 5m",
      "budget: 5m\n    needs: [cut-key]",
      "r.yaml:31:13 steps.1.needs.0 the needs go in a circle: look -> cut-key -> look",
    ],
    ["title: Look", "titel: Look\n    title: Look", "r.yaml:12:5 steps.0.titel is no known key"],
    ["    title: Look\n", "", "r.yaml:11:5 steps.0.title is missing (text)"],
    ["title: Look", "title: [Look]", "r.yaml:12:12 steps.0.title must be text"],
    ["title: Look", "title: 12", "r.yaml:12:12 steps.0.title must be text"],
    ["title: Look", "title:", "r.yaml:12:11 steps.0.title must be text"],
    [
      "title: Look",
      'title: "Look\\e[2J"',
      "r.yaml:12:12 steps.0.title holds a line break or a control character",
    ],
    [
      "title: Look",
      'title: "\\u202EkooL"',
      "r.yaml:12:12 steps.0.title holds a line break or a control character",
    ],
    ["title: Look", "title: Look\n    title: Look", "r.yaml:13:5 the same key is there twice"],
    ["version: 1", "version: one", "r.yaml:2:10 version must be a number"],
    ["version: 1", "version: 1.5", "r.yaml:2:10 version must be a whole number"],
    [
      "budget: 5m",
      "budget: 5 minutes",
      "r.yaml:18:13 steps.0.budget is not a duration such as 15m, 1h30m or 7d",
    ],
    [
      "budget: 5m",
      "budget: 99999999999999999999d",
      "r.yaml:18:13 steps.0.budget is not a duration",
    ],
    [
      "budget: 5m",
      "budget: 5m\n    repeat: { P1: 0m }",
      "r.yaml:19:19 steps.0.repeat.P1 is shorter than a minute",
    ],
    [
      "budget: 5m",
      "budget: 5m\n    repeat: { P9: 5m }",
      "r.yaml:19:15 steps.0.repeat.P9 is no known key",
    ],
    [
      "is: [high]",
      "known: level",
      "r.yaml:31:11 steps.1.when is not one condition: all, any, not, known,",
    ],
    ["{ fact: level, is: [high] }", "level == high", "r.yaml:31:11 steps.1.when must be a map"],
    [
      "{ fact: level, is: [high] }",
      "{ all: [{ some: [] }] }",
      "r.yaml:31:21 steps.1.when.all.0.some is no known key",
    ],
    ["id: look", "id: Look At", "r.yaml:11:9 steps.0.id is not a name in small letters"],
    ["id: look", "id: constructor", "r.yaml:11:9 steps.0.id is a reserved word"],
    [
      "  level:",
      "  toString: { title: T, type: text, scope: incident }\n  level:",
      "r.yaml:9:3 facts.toString is a reserved word",
    ],
    [
      "  level:",
      "  my-fact: { title: T, type: text, scope: incident }\n  level:",
      "r.yaml:9:3 facts.my-fact is not a name in camelCase",
    ],
    [
      "id: sample",
      "id: sample\n__proto__: { polluted: yes }",
      'r.yaml:2:1 the key "__proto__" is not allowed',
    ],
    ["id: sample", "id: sample\n? [a]\n: b", "r.yaml:2:3 a key must be plain text"],
    ["title: Look", "title: &a Look", "r.yaml:12:15 anchors (&name) are not allowed; write it out"],
    ["title: Look", "title: !!js/function Look", "r.yaml:12:12 tags (!name) are not allowed"],
    ["title: Look", "title: !!str Look", "r.yaml:12:18 tags (!name) are not allowed"],
    [
      "title: Look",
      "title: *nowhere",
      "r.yaml:12:12 aliases (*name) are not allowed; write it out",
    ],
    [
      "title: Look",
      "<<: { title: Look }",
      "r.yaml:12:5 merge keys (<<) are not allowed; write it out",
    ],
    ["    title: Look", "\ttitle: Look", "r.yaml:12:1 a tab cannot indent; use spaces"],
    ["id: sample\n", "%YAML 1.1\n---\nid: sample\n", "r.yaml:1:1 directives (%) are not allowed"],
    [
      "id: sample\n",
      "\uFEFF%YAML 1.1\n---\nid: sample\n",
      "r.yaml:1:1 directives (%) are not allowed",
    ],
    ["id: sample\n", "id: sample\n---\n", "r.yaml:2:1 only one document is allowed in a file"],
  ])("%j -> %j", (from, to, message) => {
    const found = after(from, to);
    expect(found.slice(1)).toEqual([]);
    expect(found[0]).toContain(message);
  });

  it("in the help file, too", () => {
    expect(inspect(RUNBOOK, `${HELP}lok: { why: so, how: [x], cannot: x }\n`)).toEqual([
      'r.help.yaml:6:1 lok there is no step "lok"',
    ]);
    expect(inspect(RUNBOOK, HELP.replace("why: so\n", "wy: so\n"))).toEqual([
      "r.help.yaml:3:3 cut-key.why is missing (text)",
      "r.help.yaml:3:3 cut-key.wy is no known key",
    ]);
    expect(inspect(RUNBOOK, "look: { why: so, how: [look], cannot: ask }")).toEqual([
      'r.yaml:20:9 steps.1.id "cut-key" has no entry in the help file',
    ]);
    expect(inspect(RUNBOOK, "look: [")[0]).toMatch(/^r\.help\.yaml:1:8 /);
  });

  it.each([
    ["nothing", "", "r.yaml:1:1 must be a map"],
    ["one word", "FOO=sk_live_abcdefghijklmnop", "r.yaml:1:1 must be a map"],
    ["a list", "- a", "r.yaml:1:1 must be a map"],
    ["binary", "\u0000\u0001\u0002", "r.yaml:1:1 "],
  ])("for a file that is no runbook at all: %s", (_, text, message) => {
    expect(thrown(text).message).toContain(message);
  });

  it("for a torn file, wherever it is torn", () => {
    for (let end = 0; end < RUNBOOK.length - 20; end += 7)
      expect(thrown(RUNBOOK.slice(0, end)).message).toMatch(/^r(\.help)?\.yaml:\d+:\d+ /);
  });
});

describe("the error", () => {
  it("is a usage error: first problem in the message, how many more in the hint", () => {
    const error = thrown(
      RUNBOOK.replace("kind: manual", "kind: x").replace("role: any", "role: y"),
    );
    expect(error.kind).toBe("usage");
    expect(error.code).toBe("runbook-invalid");
    expect(error.message).toMatch(/^r\.yaml:16:11 steps\.0\.kind /);
    expect(error.message).not.toContain("\n");
    expect(error.hint).toBe("1 more: claro-ir runbook validate r.yaml");
  });
});
