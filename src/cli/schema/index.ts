// JSON Schemas of what commands print with --json, published in the package as schema/<command>.json. Never on the way in: loaded when asked for.
import { z } from "zod";
import { configJsonSchema } from "../../adapters/config/schema.ts";
import { SHELLS } from "../completion/scripts.ts";
import { AnswerShape, ErrorShape } from "./answer.ts";
import { ClocksShape, NoticeDraftShape } from "./clocks.ts";
import { MetricsShape } from "./metrics.ts";
import { AuditShape } from "./audit.ts";
import { DoctorShape, InitShape } from "./doctor.ts";
import { DrillCompareShape, DrillShape, SandboxShape } from "./drill.ts";
import {
  AdviseShape,
  CredentialListShape,
  EvidenceListShape,
  StepListShape,
  StepShowShape,
} from "./incident.ts";
import { FindingListShape, WatchShape } from "./finding.ts";
import {
  JournalEventShape,
  PostmortemShape,
  RebuildShape,
  TimelineRowShape,
  TimelineShape,
  VerifyShape,
} from "./record.ts";
import { PostmortemDocumentShape } from "./postmortem.ts";
import {
  KeysAddShape,
  KeysCheckShape,
  KeysDueShape,
  KeysImportShape,
  KeyShape,
  KeysListShape,
  ProvidersListShape,
  ProvidersShowShape,
  TargetsListShape,
  TargetsShowShape,
} from "./register.ts";
import {
  RunbookCheckShape,
  RunbookExportShape,
  RunbookGraphShape,
  RunbookListShape,
  RunbookShowShape,
  RunbookValidateShape,
} from "./runbook.ts";
import { NotifiersListShape, NotifiersShowShape, NotifyTestShape } from "./notify.ts";
import { RedactShape, ScanShape, WhereUsedShape } from "./search.ts";
import { SourcesListShape, SourcesShowShape } from "./sources.ts";
import { ListShape, NextShape, StatusShape } from "./status.ts";

/** Commands that record something: all answer alike. */
const MUTATING: readonly string[] = [
  "start",
  "step start",
  "step done",
  "step skip",
  "step waive",
  "step fail",
  "step reopen",
  "run",
  "decide",
  "credential add",
  "credential drop",
  "join",
  "targets add",
  "secret reveal",
  "secret pipe",
  "probe",
  "reconcile",
  "keys rotate",
  "note",
  "fact",
  "evidence add",
  "evidence show",
  "evidence export",
  "finding malicious",
  "finding benign",
  "finding unknown",
  "close",
  "stand-down",
  "reopen",
  "runbook follow",
  "notify send",
  "clocks sent",
  "clocks except",
];

const CompletionShape = z.object({
  shell: z.enum(SHELLS),
  script: z.string().describe("what the shell runs at its start"),
});

const SchemaShape = z.union([
  z.object({ schemas: z.array(z.string()) }).describe("without a name: all names"),
  z.record(z.string(), z.unknown()).describe("with a name: that JSON Schema"),
]);

/** Commands that print a document of their own. */
const READING: Readonly<Record<string, z.ZodType>> = {
  status: StatusShape,
  list: ListShape,
  next: NextShape,
  "step list": StepListShape,
  "step show": StepShowShape,
  advise: AdviseShape,
  "credential list": CredentialListShape,
  "targets list": TargetsListShape,
  "targets show": TargetsShowShape,
  "evidence list": EvidenceListShape,
  "finding list": FindingListShape,
  watch: WatchShape,
  timeline: TimelineShape,
  postmortem: PostmortemShape,
  metrics: MetricsShape,
  "clocks list": ClocksShape,
  "notify draft": NoticeDraftShape,
  "keys add": KeysAddShape,
  "keys edit": KeysAddShape,
  "keys retire": KeysAddShape,
  "keys check": KeysCheckShape,
  "keys due": KeysDueShape,
  "keys import": KeysImportShape,
  "keys list": KeysListShape,
  "keys show": KeyShape,
  "providers list": ProvidersListShape,
  "providers show": ProvidersShowShape,
  "notifiers list": NotifiersListShape,
  "notifiers show": NotifiersShowShape,
  "notify test": NotifyTestShape,
  "sources list": SourcesListShape,
  "sources show": SourcesShowShape,
  "runbook list": RunbookListShape,
  "runbook show": RunbookShowShape,
  "runbook validate": RunbookValidateShape,
  "runbook check": RunbookCheckShape,
  "runbook graph": RunbookGraphShape,
  "runbook export": RunbookExportShape,
  audit: AuditShape,
  "where-used": WhereUsedShape,
  scan: ScanShape,
  redact: RedactShape,
  verify: VerifyShape,
  rebuild: RebuildShape,
  doctor: DoctorShape,
  init: InitShape,
  drill: DrillShape,
  "drill compare": DrillCompareShape,
  sandbox: SandboxShape,
  completion: CompletionShape,
  schema: SchemaShape,
};

/** Documents that belong to no single command. */
const OTHER: Readonly<Record<string, { readonly title: string; readonly shape: z.ZodType }>> = {
  error: { title: "any command that fails, with --json", shape: ErrorShape },
  answer: { title: "any command that records something, with --json", shape: AnswerShape },
  "timeline-row": {
    title: "one line of claro-ir timeline --format jsonl",
    shape: TimelineRowShape,
  },
  "postmortem-document": {
    title: "claro-ir postmortem --format json",
    shape: PostmortemDocumentShape,
  },
  "journal-event": { title: "one event file of a journal", shape: JournalEventShape },
};

// As input: what a later version adds is no error for who checks against an earlier schema.
function published(title: string, shape: z.ZodType): object {
  return { title, ...z.toJSONSchema(shape, { io: "input" }) };
}

/** Name of a command's schema: `step list` is `step-list`. */
export function schemaName(command: string): string {
  return command.trim().replaceAll(/\s+/g, "-");
}

/**
 * Every published schema by name, JSON Schema draft 2020-12: one for each command (sub-commands joined by a dash), `config`, `error`,
 * `answer`, `timeline-row`, `postmortem-document`, `journal-event`. All but `config` allow additional properties: later versions add keys and remove none.
 */
export function publishedSchemas(): Record<string, object> {
  const commands = [
    ...Object.entries(READING),
    ...MUTATING.map((command) => [command, AnswerShape] as const),
  ].map(([command, shape]) => [
    schemaName(command),
    published(`claro-ir ${command} --json`, shape),
  ]);
  const others = Object.entries(OTHER).map(([name, { title, shape }]) => [
    name,
    published(title, shape),
  ]);
  return Object.fromEntries([...commands, ...others, ["config", configJsonSchema()]]) as Record<
    string,
    object
  >;
}
