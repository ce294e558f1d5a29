// Putting on record what people did about a duty to notify: that somebody was told, or why the law lets them wait.
import { START_FACTS } from "../core/compliance/start-facts.ts";
import type { Regime, RegimeTable } from "../core/compliance/regime.ts";
import { ClaroIrError } from "../core/error.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import { factValue } from "../core/incident/facts.ts";
import { requireOpen } from "../core/incident/decide/world.ts";
import {
  DAY,
  HOUR,
  MINUTE,
  plus,
  SECOND,
  toEpoch,
  type Instant,
  type Precision,
} from "../core/instant.ts";
import type { World } from "../core/incident/decide/world.ts";
import type { ClockRow } from "../core/compliance/clocks.ts";
import { dateIn } from "../core/compliance/zone.ts";
import { clockRows } from "./clocks.ts";
import type { App } from "./context.ts";
import { withTold } from "./told.ts";
import { change, type Change, type Occurred } from "./incident.ts";

/** Exit 2 for a regime that the table does not have. */
export function requireRegime(table: RegimeTable, id: string): RegimeTable["regimes"][number] {
  const found = table.regimes.find((one) => one.id === id);
  if (found !== undefined) return found;
  const near = table.regimes
    .map((one) => one.id)
    .filter((one) => one.slice(0, 4) === id.slice(0, 4));
  throw new ClaroIrError(
    "usage",
    "unknown-regime",
    `There is no regime "${id}".${near.length === 0 ? "" : ` Did you mean ${near.join(", ")}?`}`,
    { hint: "claro-ir clocks --all" },
  );
}

export interface Notice {
  readonly regime: string;
  readonly stage: string;
  readonly receipt: string | undefined;
  readonly because: string | undefined;
  readonly occurred: Occurred | undefined;
}

function stageOf(
  table: RegimeTable,
  { regime, stage }: Pick<Notice, "regime" | "stage">,
): RegimeTable["regimes"][number]["stages"][number] {
  const { stages } = requireRegime(table, regime);
  const found = stages.find((one) => one.id === stage);
  if (found !== undefined) return found;
  const known = stages.map((one) => one.id).join(", ");
  throw new ClaroIrError(
    "usage",
    "unknown-clock",
    `${regime} has no notice "${stage}"; it has ${known}.`,
    { hint: "claro-ir clocks --all" },
  );
}

/** The decisions in `uk-gdpr,us-hipaa:no`: one for each duty named; a verdict stands for all before it. */
export function eachDuty(value: string): readonly string[] {
  const parts = value.split(",");
  const verdict = parts.at(-1)?.split(":")[1];
  return parts.map((part) =>
    part.includes(":") || verdict === undefined ? part : `${part}:${verdict}`,
  );
}

/** A duty that is misspelt would be decided, and never run: exit 2 where `<regime>:yes|no|unknown` or `<regime>.<notice>:…` names nothing of the table; its form is the decision's own business. */
export function requireDuty(table: RegimeTable, value: string): void {
  const [about = ""] = value.split(":");
  const [regime = "", stage] = about.split(".");
  if (regime === "") return;
  if (stage === undefined) requireRegime(table, regime);
  else stageOf(table, { regime, stage });
}

/** How long a moment may have been that is known so exactly, in ms. */
const LENGTH: Readonly<Record<Precision, number>> = {
  second: SECOND,
  minute: MINUTE,
  hour: HOUR,
  day: DAY,
};

/** Nobody tells of what nobody knows of: the clock began earlier, or the notice went out later. */
function refuseEarly(
  { regime, stage, startedAt, startsWith }: ClockRow,
  { state }: World,
  { at, precision }: Occurred,
): void {
  const start = startedAt ?? state.detectedAt;
  if (toEpoch(plus(at, LENGTH[precision])) > toEpoch(start)) return;
  const name = START_FACTS.find(({ term }) => term === startsWith)?.name;
  throw new ClaroIrError(
    "usage",
    "before-start",
    `${regime} ${stage} cannot have been told at ${dateIn(at, null)}: ${startedAt === null ? "the incident was detected" : "its clock began"} at ${dateIn(start, null)}.`,
    {
      hint:
        startedAt === null || name === undefined
          ? `claro-ir clocks sent ${regime} ${stage} --occurred-at <time>`
          : `claro-ir fact ${name} <earlier time> --because "<why>"`,
    },
  );
}

function refuseTwice({ state }: World, { regime, stage }: Notice): void {
  const before = state.notices.find((one) => one.regime === regime && one.stage === stage);
  if (before === undefined) return;
  throw new ClaroIrError(
    "conflict",
    "already-sent",
    `${regime} ${stage} was sent at ${before.at}, by ${before.by}.`,
    { hint: "claro-ir clocks" },
  );
}

function refuseLate({ regime, stage, dueAt, zone }: ClockRow, sentAt: Instant): void {
  if (dueAt === null || toEpoch(sentAt) <= toEpoch(dueAt)) return;
  throw new ClaroIrError(
    "usage",
    "reason-missing",
    `${regime} ${stage} was due by ${dateIn(dueAt, zone)}: a late notice has to give its reason.`,
    { hint: `add --because "<why it is late>"` },
  );
}

/** A notice that others follow says so, once: the step about later reports applies from then on. */
function followUp(
  { state }: World,
  { id, stages }: Regime,
  stage: string,
): readonly IncidentFact[] {
  const isFollowed = stages.some(({ from }) => from === `${id}.${stage}.sent_at`);
  if (!isFollowed || factValue(state, "laterStages") === "yes") return [];
  const data = { name: "laterStages", value: "yes", credential: null, grade: "E3" } as const;
  return [{ type: "fact.set", data: { ...data, source: `${id} ${stage}` } }];
}

/** Record that a notice was sent. Exit 4 when it is on record, 2 when it is late and nobody says why, and when it lies before its start. */
export async function recordNotice(
  app: App,
  incident: string,
  table: RegimeTable,
  notice: Notice,
): Promise<Change> {
  const { to } = stageOf(table, notice);
  const duty = requireRegime(table, notice.regime);
  const { regime, stage, receipt, because, occurred } = notice;
  return change(
    app,
    incident,
    (world) => {
      requireOpen(world.state);
      refuseTwice(world, notice);
      const row = clockRows(table, world.state, app.config, world.now, [duty]).find(
        (one) => one.stage === stage,
      );
      if (row !== undefined && occurred !== undefined) refuseEarly(row, world, occurred);
      if (row !== undefined && (because ?? "") === "") refuseLate(row, occurred?.at ?? world.now);
      const told: IncidentFact = {
        type: "clock.notified",
        data: {
          regime,
          stage,
          to,
          receipt: receipt === undefined ? null : app.clean(receipt),
          because: because === undefined ? null : app.clean(because),
        },
      };
      return withTold(table, app.config, world, [told, ...followUp(world, duty, stage)]);
    },
    occurred,
  );
}

export interface Exception {
  readonly regime: string;
  readonly stage: string;
  /** The paper it rests on, e.g. a letter's number. */
  readonly document: string;
  readonly because: string;
}

/**
 * Record that the law lets a notice wait (law enforcement asks for it, the scope is not known): a decision with its document. It moves no
 * date: people weigh it, and the clock goes on.
 */
export function recordException(
  app: App,
  incident: string,
  table: RegimeTable,
  { regime, stage, document, because }: Exception,
): Promise<Change> {
  stageOf(table, { regime, stage });
  return change(app, incident, ({ state }) => {
    requireOpen(state);
    return [
      {
        type: "decision.recorded",
        data: {
          kind: "notice-exception",
          value: `${regime}.${stage} (${app.clean(document)})`,
          because: app.clean(because),
          credential: null,
        },
      },
    ];
  });
}
