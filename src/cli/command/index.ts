// Every command group, in the order of `--help`. A group loads when one of its commands is typed; help loads them all.
import type { Cli } from "../cli.ts";

export type Register = (cli: Cli) => void;

export interface CommandGroup {
  /** First words that belong to it. */
  readonly names: readonly string[];
  load(): Promise<Register>;
}

export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    names: ["start"],
    load: async () => (await import("./start.ts")).registerStart,
  },
  {
    names: ["resume"],
    load: async () => (await import("./resume.ts")).registerResume,
  },
  {
    names: ["status", "next", "list"],
    load: async () => (await import("./status.ts")).registerStatus,
  },
  {
    names: ["step"],
    load: async () => (await import("./step.ts")).registerStep,
  },
  {
    names: ["run"],
    load: async () => (await import("./run.ts")).registerRun,
  },
  {
    names: ["advise", "decide"],
    load: async () => (await import("./decide.ts")).registerDecide,
  },
  {
    names: ["credential", "join"],
    load: async () => (await import("./credential.ts")).registerCredential,
  },
  {
    names: ["targets"],
    load: async () => (await import("./targets.ts")).registerTargets,
  },
  {
    names: ["audit"],
    load: async () => (await import("./audit.ts")).registerAudit,
  },
  {
    names: ["where-used"],
    load: async () => (await import("./where-used.ts")).registerWhereUsed,
  },
  {
    names: ["secret"],
    load: async () => (await import("./secret.ts")).registerSecret,
  },
  {
    names: ["probe", "reconcile"],
    load: async () => (await import("./proof.ts")).registerProof,
  },
  {
    names: ["finding"],
    load: async () => (await import("./finding.ts")).registerFinding,
  },
  {
    names: ["watch"],
    load: async () => (await import("./watch.ts")).registerWatch,
  },
  {
    names: ["note", "fact"],
    load: async () => (await import("./record.ts")).registerRecord,
  },
  {
    names: ["notify"],
    load: async () => (await import("./notify.ts")).registerNotify,
  },
  {
    names: ["evidence"],
    load: async () => (await import("./evidence.ts")).registerEvidence,
  },
  {
    names: ["timeline"],
    load: async () => (await import("./timeline.ts")).registerTimeline,
  },
  {
    names: ["postmortem"],
    load: async () => (await import("./postmortem.ts")).registerPostmortem,
  },
  {
    names: ["clocks"],
    load: async () => (await import("./clocks.ts")).registerClocks,
  },
  {
    names: ["metrics"],
    load: async () => (await import("./metrics.ts")).registerMetrics,
  },
  {
    names: ["close", "stand-down", "reopen"],
    load: async () => (await import("./end.ts")).registerEnd,
  },
  {
    names: ["verify", "rebuild"],
    load: async () => (await import("./journal.ts")).registerJournal,
  },
  {
    names: ["drill", "sandbox"],
    load: async () => (await import("./drill.ts")).registerDrill,
  },
  {
    names: ["doctor"],
    load: async () => (await import("./doctor.ts")).registerDoctor,
  },
  {
    names: ["init"],
    load: async () => (await import("./init.ts")).registerInit,
  },
  {
    names: ["keys"],
    load: async () => (await import("./keys.ts")).registerKeys,
  },
  {
    names: ["scan"],
    load: async () => (await import("./scan.ts")).registerScan,
  },
  {
    names: ["redact"],
    load: async () => (await import("./redact.ts")).registerRedact,
  },
  {
    names: ["providers", "notifiers"],
    load: async () => (await import("./kinds.ts")).registerKinds,
  },
  {
    names: ["sources"],
    load: async () => (await import("./sources.ts")).registerSources,
  },
  {
    names: ["runbook"],
    load: async () => (await import("./runbook.ts")).registerRunbook,
  },
  {
    names: ["completion"],
    load: async () => (await import("./completion.ts")).registerCompletion,
  },
  {
    names: ["schema"],
    load: async () => (await import("./schema.ts")).registerSchema,
  },
];
