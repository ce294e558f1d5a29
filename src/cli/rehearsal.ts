// Setting up a rehearsal: the sandbox as a child, a virtual clock that moves both, the incident declared, then play.
import type { Score } from "../app/drill/play.ts";
import { Secret } from "../core/credential/secret.ts";
import type { Strategy } from "../core/incident/event.ts";
import type { GlobalOptions, Host } from "./host.ts";

export interface Rehearsal {
  readonly incident: string;
  readonly score: Score;
  readonly workspace: string;
  readonly requestLog: string;
  readonly accessLog: string;
  readonly oldKeyId: string;
  readonly postmortem: string;
  readonly drill: true;
}

/** A small seeded sequence in [0, 1): how long the played person takes. Mulberry32 (public domain, T. Ettinger). */
function paceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Play one rehearsal from declaration to closed. The sandbox is stopped whatever happens. */
export async function rehearse(
  host: Host,
  options: GlobalOptions,
  seed: number,
  strategy: Strategy | undefined,
): Promise<Rehearsal> {
  const [{ declare }, { play }, { writePostMortem }] = await Promise.all([
    import("../app/declare.ts"),
    import("../app/drill/play.ts"),
    import("../app/post-mortem.ts"),
  ]);
  const stage = await host.openDrill(options, { seed, pace: "virtual" });
  const { app, sandbox } = stage;
  function tell(line: string): void {
    if (options.json !== true) host.output.out(line);
  }
  try {
    const leaked = await host.files.readSecret({ file: `${sandbox.workspace}/leaked.key` });
    const { id } = await declare(app, {
      claims: [{ name: "production-web-app", secret: new Secret(leaked), keyId: sandbox.oldKeyId }],
      answers: {
        environment: "production",
        provider: "claro",
        targets: [],
        facts: { outageTolerance: strategy === "replace-first" ? "none" : "minutes" },
        strategy,
        because: strategy === undefined ? undefined : "asked for in the rehearsal",
      },
      facts: { evidenceLevel: "public-exposure", abuse: "unknown", data: "internal" },
      severity: undefined,
      runbook: undefined,
      detectedAt: undefined,
      summary: "DRILL: production key posted on a public page",
      codename: undefined,
      restricted: false,
      drill: true,
    });
    await stage.mark(id);
    tell(`DRILL ${id} declared, nothing real is touched`);
    const score = await play({ app, incident: id, pace: paceOf(seed), tell }, seed);
    const postmortem = await writePostMortem(app, id, { clean: host.output.redact });
    const { workspace, requestLog, accessLog, oldKeyId } = sandbox;
    return {
      incident: id,
      score,
      workspace,
      requestLog,
      accessLog,
      oldKeyId,
      postmortem,
      drill: true,
    };
  } finally {
    await stage.close();
  }
}
