// A runbook as a picture: which step needs which. Mermaid text for documents, plain JSON for programs.
import { describe } from "./condition.ts";
import type { EffectId, Role, Runbook, Scope, Step, StepKind, Tier } from "./runbook.ts";

export interface GraphNode {
  readonly id: string;
  readonly title: string;
  readonly phase: string;
  readonly row: string;
  readonly scope: Scope;
  readonly tier: Tier;
  readonly kind: StepKind;
  readonly role: Role;
  readonly effect: EffectId | null;
  /** When it applies, in words; null = always. */
  readonly when: string | null;
}

/** `to` can only be done once `from` is settled. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

export interface RunbookGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Steps and needs as nodes and edges, in the order of the runbook. */
export function toGraph(runbook: Runbook): RunbookGraph {
  return {
    nodes: runbook.steps.map((step) => ({
      id: step.id,
      title: step.title,
      phase: step.phase,
      row: step.row,
      scope: step.scope,
      tier: step.tier,
      kind: step.kind,
      role: step.role,
      effect: step.effect,
      when: step.when === null ? null : describe(step.when),
    })),
    edges: runbook.steps.flatMap((step) => step.needs.map((need) => ({ from: need, to: step.id }))),
  };
}

/** A Mermaid flowchart: one box per phase, an arrow from a need to its step, dashed boxes for steps that apply on a condition. */
export function toMermaid(runbook: Runbook): string {
  const names = new Map(runbook.steps.map((step, index) => [step.id, `s${String(index)}`]));
  const lines = ["flowchart LR"];
  for (const [index, phase] of runbook.phases.entries()) {
    lines.push(`  subgraph p${String(index)}["${escapeLabel(phase.title)}"]`);
    for (const step of runbook.steps)
      if (step.phase === phase.id) lines.push(`    ${names.get(step.id) ?? ""}["${label(step)}"]`);
    lines.push("  end");
  }
  for (const { from, to } of toGraph(runbook).edges)
    lines.push(`  ${names.get(from) ?? ""} --> ${names.get(to) ?? ""}`);
  const conditional = runbook.steps.filter((step) => step.when !== null);
  if (conditional.length > 0) {
    lines.push("  classDef conditional stroke-dasharray: 5 5");
    lines.push(
      `  class ${conditional.map((step) => names.get(step.id) ?? "").join(",")} conditional`,
    );
  }
  return `${lines.join("\n")}\n`;
}

function label(step: Step): string {
  const title = escapeLabel(step.title);
  return step.when === null ? title : `${title}<br/>if ${escapeLabel(describe(step.when))}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "#": "#35;",
  '"': "#quot;",
  "<": "#lt;",
  ">": "#gt;",
  "&": "#amp;",
  "`": "#96;",
};

/** Mermaid has its own entities (`#quot;`); a backtick would start a Markdown label. */
function escapeLabel(text: string): string {
  return text.replaceAll(/[#"<>&`]/g, (character) => ENTITIES[character] ?? "");
}
