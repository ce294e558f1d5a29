// What `doctor` looks at: the same adapters as everybody's, with a client that only reads. Nothing is made by looking.
import { createHttp } from "./adapters/http/client.ts";
import { readOnlyHttp } from "./adapters/http/read-only.ts";
import { defaultConfig } from "./adapters/config/default-config.ts";
import { notifierFaults } from "./adapters/notifier/index.ts";
import { createResolver } from "./adapters/config/resolve-reference.ts";
import { listRunbooks, loadRunbook } from "./adapters/runbook/shipped.ts";
import { examineStore } from "./adapters/store/examine-store.ts";
import type { FoundStore } from "./adapters/store/find-store.ts";
import { openStore } from "./adapters/store/open-store.ts";
import { fingerprint } from "./adapters/system/digest.ts";
import { noRights } from "./core/machine-trouble.ts";
import type { Output } from "./adapters/terminal/output.ts";
import type { Site } from "./app/doctor/site.ts";
import { ClaroIrError } from "./core/error.ts";
import type { Config } from "./ports/config.ts";
import { connectAdapters } from "./wiring-adapters.ts";
import { entryProblem } from "./wiring-entries.ts";

interface Around extends Pick<Site, "clock" | "files" | "operator" | "remember"> {
  /** Reads the configuration in use. Throws ClaroIrError: then that is what doctor says. */
  configuration(): Promise<Config>;
  /** Finds the store's folder. Throws ClaroIrError where there is none to find. */
  findStore(config: Config): FoundStore;
  readonly packageRoot: string;
  readonly version: string;
  readonly output: Output;
  readonly osUser: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** The site as it is now. Throws nothing that `doctor` itself should say. */
export async function openSite(around: Around): Promise<Site> {
  const { clock, env, home, output, packageRoot } = around;
  const read = await orProblem(() => around.configuration());
  const config = read instanceof ClaroIrError ? defaultConfig(around) : read;
  const http = readOnlyHttp(createHttp({ env }), () => clock.now());
  const store = await orProblem(() => examineStore(around.findStore(config)));
  // Opening one that is not there would make it.
  const opened =
    !(store instanceof ClaroIrError) && store.usable ? await openStore(store.location) : undefined;
  return {
    ...connectAdapters({ config, clock, env, home, http, remember: around.remember }),
    clock,
    files: around.files,
    operator: around.operator,
    remember: around.remember,
    config,
    configProblem: read instanceof ClaroIrError ? read : undefined,
    store,
    record: opened === undefined ? undefined : { ...opened, loaded: new Map() },
    async fingerprint() {
      if (opened === undefined) throw new Error("there is no store to fingerprint with");
      return fingerprint(await opened.vault.salt());
    },
    resolve: createResolver({ env, folder: config.folder, home }),
    async notifierFaults({ id, kind, options }) {
      const faults = notifierFaults(kind, options);
      if (faults.length === 0) return faults;
      const problem = await entryProblem(config, "notifiers", id);
      return faults.map(({ what, fix }) => ({ what: problem?.message ?? what, fix }));
    },
    runbooks: () => listRunbooks(packageRoot),
    loadRunbook: (id) => loadRunbook(id, packageRoot),
    skewOf: (host) => http.skewOf(host),
    program: around.version,
    node: process.versions.node,
    terminal: {
      isTerminal: process.stdout.isTTY,
      columns: output.width(),
      colour: output.colour.out,
      utf8: !output.ascii,
    },
  };
}

async function orProblem<T>(act: () => Promise<T>): Promise<T | ClaroIrError> {
  try {
    return await act();
  } catch (error) {
    const problem = error instanceof ClaroIrError ? error : noRights(error);
    if (problem !== undefined) return problem;
    throw error;
  }
}
