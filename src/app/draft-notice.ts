// The draft of a notice from an incident's record.
import { draftNotice, type Draft } from "../core/compliance/draft.ts";
import type { RegimeTable } from "../core/compliance/regime.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { toEpoch, type Instant } from "../core/instant.ts";
import type { Config } from "../ports/config.ts";
import { clockRows } from "./clocks.ts";
import { requireRegime } from "./notice.ts";

/** What a regime's notice asks, filled from the record. Exit 2 for a regime that the table does not have. */
export function draftOf(
  table: RegimeTable,
  regimeId: string,
  state: IncidentState,
  around: {
    readonly config: Pick<Config, "compliance">;
    readonly now: Instant;
    clean(text: string): string;
  },
): Draft {
  const { config, now, clean } = around;
  const regime = requireRegime(table, regimeId);
  const rows = clockRows(table, state, config, now).filter((row) => row.regime === regimeId);
  const late = rows.flatMap(({ stage, dueAt, sentAt }) =>
    dueAt !== null && toEpoch(sentAt ?? now) > toEpoch(dueAt)
      ? [
          {
            stage,
            because:
              state.notices.find((one) => one.regime === regimeId && one.stage === stage)
                ?.because ?? null,
          },
        ]
      : [],
  );
  const source = { state, regime: regimeId, contact: config.compliance.contact, late };
  return draftNotice({ source, regime, rows, disclaimer: table.disclaimer, now, clean });
}
