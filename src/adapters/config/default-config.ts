// The configuration when there is no file. Apart from the reading of files, so that it loads no parser.
import type { AdapterConfig, ComplianceConfig, Config } from "../../ports/config.ts";
import { identityPath, type Environment } from "./paths.ts";

/** Who runs the program, and where. */
export interface Surroundings {
  /** Name of the operating system's user: the operator when no configuration names one. */
  readonly osUser: string;
  readonly home: string;
  readonly cwd?: string;
  readonly env?: Environment;
}

const CLARO: AdapterConfig = { id: "claro", kind: "claro", options: {} };

/** Days that count as normal use where nobody says otherwise: four whole weeks and a bit. */
const BASELINE_DAYS = 30;

/** The package's own table as it is, days of UTC. */
export const NO_COMPLIANCE: ComplianceConfig = {
  table: null,
  regimes: {},
  zone: "UTC",
  calendars: {},
  contracts: [],
  contact: null,
};

/** The configuration when there is no file: Claro, no targets, and whoever runs the program as owner. */
export function defaultConfig({ osUser, home, cwd, env = {} }: Surroundings): Config {
  const folder = cwd ?? process.cwd();
  return {
    file: null,
    folder,
    workspace: null,
    store: null,
    operators: [{ id: osUser, role: "owner" }],
    recipients: [],
    identity: identityPath(undefined, folder, home, env),
    providers: [CLARO],
    targets: [],
    notifiers: [],
    compliance: NO_COMPLIANCE,
    audit: {
      ownNetworks: [],
      baselineDays: BASELINE_DAYS,
      knownAgents: [],
      until: {},
      team: [],
      thresholds: {},
      sources: [],
      geo: null,
      singleLocation: [],
    },
    endpoints: {},
  };
}
