import { describe, expect, it } from "vitest";
import { toGraph, toMermaid } from "../../../src/core/runbook/graph.ts";
import { sampleRunbook, sampleStep } from "./sample.ts";

describe("toMermaid", () => {
  it("draws phases as boxes, needs as arrows, conditional steps dashed", () => {
    expect(toMermaid(sampleRunbook())).toBe(`flowchart LR
  subgraph p0["First"]
    s0["Do look"]
    s1["Do cut"]
  end
  subgraph p1["Second"]
    s2["Do learn<br/>if level is high"]
  end
  s0 --> s1
  s1 --> s2
  classDef conditional stroke-dasharray: 5 5
  class s2 conditional
`);
  });

  it("escapes what Mermaid would read as markup", () => {
    const steps = [sampleStep({ id: "a", title: '`"]; end <b> & #quot;' })];
    const text = toMermaid(sampleRunbook({ steps }));
    expect(text).toContain('s0["#96;#quot;]; end #lt;b#gt; #amp; #35;quot;"]');
    expect(text).not.toContain("classDef");
  });
});

describe("toGraph", () => {
  it("gives nodes and edges in the order of the runbook", () => {
    const graph = toGraph(sampleRunbook());
    expect(graph.nodes.map(({ id, when }) => [id, when])).toEqual([
      ["look", null],
      ["cut", null],
      ["learn", "level is high"],
    ]);
    expect(graph.edges).toEqual([
      { from: "look", to: "cut" },
      { from: "cut", to: "learn" },
    ]);
  });
});
