// Duties by contract, as the configuration names them: each is a row like a law's, and together they replace the table's general one.
import type { Limit, Regime, RegimeTable } from "./regime.ts";

/** A partner who has to be told. */
export interface Contract extends Limit {
  readonly id: string;
  readonly name: string;
  /** Who is told; nothing = the partner by its name. */
  readonly to?: string;
}

/** The row of the table for contracts that nobody has named. */
const GENERAL = "contract";

function regimeOf({ id, name, to, limit, unit, from }: Contract, general: Regime): Regime {
  return {
    ...general,
    id: `${GENERAL}-${id}`,
    name,
    source: "compliance.contracts in the configuration",
    clock_start: from,
    stages: general.stages.map(({ id: stage, step }) => ({
      id: stage,
      to: to ?? name,
      limit,
      unit,
      from,
      ...(step === undefined ? {} : { step }),
    })),
  };
}

/** The table with the configuration's contracts in place of its general row; without any it stays as it is. */
export function withContracts(table: RegimeTable, contracts: readonly Contract[]): RegimeTable {
  const general = table.regimes.find(({ id }) => id === GENERAL);
  if (contracts.length === 0 || general === undefined) return table;
  const others = table.regimes.filter(({ id }) => id !== GENERAL);
  return { ...table, regimes: [...others, ...contracts.map((one) => regimeOf(one, general))] };
}
