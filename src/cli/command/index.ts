// Every command group, in the order of `--help`.
import type { Cli } from "../program.ts";
import { registerCredential } from "./credential.ts";
import { registerDecide } from "./decide.ts";
import { registerDrill } from "./drill.ts";
import { registerEnd } from "./end.ts";
import { registerJournal } from "./journal.ts";
import { registerKeys } from "./keys.ts";
import { registerKinds } from "./kinds.ts";
import { registerProof } from "./proof.ts";
import { registerRecord } from "./record.ts";
import { registerReport } from "./report.ts";
import { registerResume } from "./resume.ts";
import { registerRun } from "./run.ts";
import { registerRunbook } from "./runbook.ts";
import { registerSchema } from "./schema.ts";
import { registerSecret } from "./secret.ts";
import { registerStart } from "./start.ts";
import { registerStatus } from "./status.ts";
import { registerStep } from "./step.ts";
import { registerTargets } from "./targets.ts";

export const commands: readonly ((cli: Cli) => void)[] = [
  registerStart,
  registerResume,
  registerStatus,
  registerStep,
  registerRun,
  registerDecide,
  registerCredential,
  registerTargets,
  registerSecret,
  registerProof,
  registerRecord,
  registerReport,
  registerEnd,
  registerKeys,
  registerKinds,
  registerRunbook,
  registerJournal,
  registerDrill,
  registerSchema,
];
