// Putting on record what people did about a duty to notify: that somebody was told, or why the law lets them wait.
import type { RegimeTable } from "../core/compliance/regime.ts";
import { ClaroIrError } from "../core/error.ts";
import { requireOpen } from "../core/incident/decide/world.ts";
import { toEpoch } from "../core/instant.ts";
import { clockRows } from "./clocks.ts";
import type { App } from "./context.ts";
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

/** A duty that is misspelt would be decided, and never run: exit 2 where `<regime>:yes|no` or `<regime>.<notice>:yes|no` names nothing of the table; its form is the decision's own business. */
export function requireDuty(table: RegimeTable, value: string): void {
  const [about = ""] = value.split(":");
  const [regime = "", stage] = about.split(".");
  if (regime === "") return;
  if (stage === undefined) requireRegime(table, regime);
  else stageOf(table, { regime, stage });
}

/** Record that a notice was sent. Exit 4 when it is on record, 2 when it is late and nobody says why. */
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
      const before = world.state.notices.find(
        (one) => one.regime === regime && one.stage === stage,
      );
      if (before !== undefined)
        throw new ClaroIrError(
          "conflict",
          "already-sent",
          `${regime} ${stage} was sent at ${before.at}, by ${before.by}.`,
          { hint: "claro-ir clocks" },
        );
      const row = clockRows(table, world.state, app.config, world.now, [duty]).find(
        (one) => one.stage === stage,
      );
      const sentAt = occurred?.at ?? world.now;
      const isLate =
        row?.dueAt !== undefined && row.dueAt !== null && toEpoch(sentAt) > toEpoch(row.dueAt);
      if (isLate && (because ?? "") === "")
        throw new ClaroIrError(
          "usage",
          "reason-missing",
          `${regime} ${stage} was due at ${row.dueAt ?? ""}: a late notice has to give its reason.`,
          { hint: `add --because "<why it is late>"` },
        );
      return [
        {
          type: "clock.notified",
          data: {
            regime,
            stage,
            to,
            receipt: receipt === undefined ? null : app.clean(receipt),
            because: because === undefined ? null : app.clean(because),
          },
        },
      ];
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
