// The post-mortem as data: the same record and figures that the document shows, and what people wrote in it.
import { checklist } from "../incident/checklist.ts";
import type { IncidentState } from "../incident/state.ts";
import type { Head } from "../journal/event.ts";
import type { Instant } from "../instant.ts";
import type { ReportInput } from "./input.ts";
import { readKept } from "./keep.ts";
import type { Metric } from "./metric.ts";
import { computeMetrics } from "./metrics.ts";
import { terms, type Term } from "./terms.ts";
import { timelineRows, type TimelineRow } from "./timeline.ts";

export interface PostMortemData {
  readonly incident: string;
  readonly codename: string | null;
  readonly drill: boolean;
  readonly state: IncidentState["state"];
  readonly severity: IncidentState["severity"];
  readonly summary: string;
  readonly generatedAt: Instant;
  readonly version: string;
  readonly runbook: { readonly id: string; readonly version: number; readonly sha256: string };
  /** The instants that figures are made of; `at` is null where nobody knows it. */
  readonly instants: readonly Term[];
  readonly metrics: readonly Metric[];
  readonly credentials: readonly {
    readonly id: string;
    readonly name: string;
    readonly environment: string;
    readonly provider: string;
    readonly last4: string | null;
    readonly strategy: string | null;
    readonly rule: string | null;
    readonly because: string | null;
    readonly old: string;
    readonly new: string;
    readonly targets: readonly {
      readonly id: string;
      readonly state: string;
      readonly proof: string | null;
    }[];
  }[];
  /** Steps that were not done, with why. */
  readonly notDone: readonly {
    readonly step: string;
    readonly credential: string | null;
    readonly title: string;
    readonly state: string;
    readonly by: string | null;
    readonly because: string | null;
  }[];
  readonly decisions: readonly {
    readonly kind: string;
    readonly value: string;
    readonly because: string;
    readonly at: Instant;
  }[];
  readonly evidence: readonly {
    readonly name: string;
    readonly sha256: string;
    readonly size: number;
    readonly at: Instant;
  }[];
  readonly timeline: readonly TimelineRow[];
  /** What people wrote, by the name of its place; empty before the document was first written. */
  readonly written: Readonly<Record<string, string>>;
  readonly head: Head;
}

function credentialsOf({ state, clean }: ReportInput): PostMortemData["credentials"] {
  return Object.values(state.credentials)
    .filter(({ dropped }) => dropped === null)
    .map((one) => ({
      id: one.id,
      name: clean(one.name),
      environment: one.environment,
      provider: one.provider,
      last4: one.old.last4,
      strategy: one.strategy,
      rule: one.rule,
      because: one.strategyBecause === null ? null : clean(one.strategyBecause),
      old: one.old.state,
      new: one.new.state,
      targets: one.targets.map(({ id, state: stands, proof }) => ({
        id: clean(id),
        state: stands,
        proof,
      })),
    }));
}

function notDone({ state, runbook, clean }: ReportInput): PostMortemData["notDone"] {
  return checklist(runbook, state)
    .filter((item) => item.state !== "done" && item.state !== "not-applicable")
    .map(({ step, credential, state: stands, record }) => ({
      step: step.id,
      credential: credential?.id ?? null,
      title: step.title,
      state: stands,
      by: record?.by ?? null,
      because: record?.reason === undefined || record.reason === null ? null : clean(record.reason),
    }));
}

/** Everything that the document is made of, redacted by `clean`; `previous` is the Markdown document that people wrote in. */
export function postMortemData(input: ReportInput): PostMortemData {
  const { state, events, runbook, clean, previous } = input;
  const regions = previous === undefined ? [] : readKept(previous).regions;
  return {
    incident: state.id,
    codename: state.codename,
    drill: state.drill,
    state: state.state,
    severity: state.severity,
    summary: clean(state.summary),
    generatedAt: input.now,
    version: input.version,
    runbook: state.runbook,
    instants: Object.values(terms(state)),
    metrics: computeMetrics(state, events, runbook),
    credentials: credentialsOf(input),
    notDone: notDone(input),
    decisions: state.decisions.map(({ kind, value, because, at }) => ({
      kind,
      value: clean(value),
      because: clean(because),
      at,
    })),
    evidence: state.evidence.map(({ name, sha256, size, at }) => ({
      name: clean(name),
      sha256,
      size,
      at,
    })),
    timeline: timelineRows(events, runbook).map((row) => ({ ...row, text: clean(row.text) })),
    written: Object.fromEntries(regions.map(({ name, content }) => [name, clean(content)])),
    head: state.head,
  };
}
