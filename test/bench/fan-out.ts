// One key in many places: created, put into all, proved in use, the old one cut and proved dead, at a control plane 200 ms away.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createHttp } from "../../src/adapters/http/client.ts";
import { virtualClock } from "../../src/adapters/system/clock.ts";
import type { App } from "../../src/app/context.ts";
import { runStep } from "../../src/app/run-step.ts";
import { run } from "../../src/cli/program.ts";
import { createWiring } from "../../src/wiring.ts";
import { callMs, median, pairedRatio } from "./measure.ts";
import type { Row } from "./table.ts";

const ROUNDS = 5;

const JOB = [
  "create-replacement-key",
  "deploy-replacement-key",
  "verify-replacement-live",
  "block-compromised-key",
  "verify-key-rejected",
];

interface Plane {
  readonly url: string;
  ask(path: string): Promise<{ readonly requests: number; readonly held: readonly string[] }>;
}

/**
 * The floor is what a bare client takes for the requests of one place, one after the other, in the same round: with one place nothing can be asked
 * at the same time. In turn is what all requests would take like that. The minute between three dead answers passes in virtual time: waiting is no work.
 */
export async function fanOutRows(root: string): Promise<readonly Row[]> {
  const child = fork(join(import.meta.dirname, "control-plane.ts"), { execArgv: [] });
  await mkdir(join(root, "state"), { recursive: true });
  const folder = await mkdtemp(join(root, "state", ".bench-"));
  try {
    const [url] = (await once(child, "message")) as [string];
    const plane: Plane = {
      url,
      ask: async (path) => (await (await fetch(url + path)).json()) as never,
    };
    return await measure(root, folder, plane);
  } finally {
    child.disconnect();
    await once(child, "exit");
    await rm(folder, { recursive: true, force: true });
  }
}

interface Played {
  readonly ms: number;
  readonly requests: number;
}

interface Round {
  readonly floor: number;
  readonly one: Played;
  readonly fifty: Played;
}

async function measure(root: string, folder: string, plane: Plane): Promise<readonly Row[]> {
  const rounds: Round[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const one = await play(root, join(folder, `one-${String(round)}`), plane, 1);
    const floor = await callMs(() => inTurn(plane, one.requests));
    const fifty = await play(root, join(folder, `fifty-${String(round)}`), plane, 50);
    if (round > 0) rounds.push({ floor, one, fifty });
  }
  const many = await play(root, join(folder, "many"), plane, 500);
  const floors = rounds.map(({ floor }) => floor);
  const fifty = rounds.map((round) => round.fifty.ms);
  const all = rounds.map(
    ({ floor, one, fifty: { requests } }) => (floor / one.requests) * requests,
  );
  const trips = `${String(rounds[0]!.one.requests)} round trips, ${median(floors).toFixed(0)} ms`;
  const ones = rounds.map(({ one }) => one.ms);
  return [
    row("1 place / a bare client's round trips", pairedRatio(ones, floors), null, trips),
    row("50 places / the round trips of one", pairedRatio(fifty, floors), 1.12, words(fifty)),
    row("50 places / all their requests in turn", pairedRatio(fifty, all), 0.06, words(all)),
    row("500 places / the round trips of one", many.ms / median(floors), 1.8, words([many.ms])),
  ];
}

function words(times: readonly number[]): string {
  return `${median(times).toFixed(0)} ms`;
}

/** As many requests as one place needs, through the same HTTP client, and nothing else. */
async function inTurn(plane: Plane, requests: number): Promise<void> {
  const http = createHttp({ env: {} });
  for (let count = 0; count < requests; count += 1)
    await http.send({ method: "GET", url: `${plane.url}/consumer/KEY_0` });
}

function row(name: string, value: number, goal: number | null, note: string): Row {
  return { name, value, unit: "x", goal, note };
}

/** The whole job in one process, as the guided session does it, in a store of its own. Throws when any of it is not proved. */
async function play(root: string, folder: string, plane: Plane, places: number): Promise<Played> {
  await mkdir(folder, { mode: 0o700 });
  await plane.ask("/begin");
  const app = await declared(root, folder, plane, places);
  const [incident = ""] = await app.journal.streams();
  const ms = await callMs(async () => {
    for (const step of JOB) await done(app, incident, step);
  });
  const { requests, held } = await plane.ask("/requests");
  if (held.length !== places || new Set(held).size !== 1)
    throw new Error(`${String(held.length)} places hold ${String(new Set(held).size)} values`);
  return { ms, requests };
}

async function done(app: App, incident: string, step: string): Promise<void> {
  const options = {
    target: undefined,
    action: undefined,
    confirm: "production-web-app",
    secret: undefined,
    keyId: undefined,
    name: undefined,
    replaceOther: false,
    timeoutMs: undefined,
  };
  const { exitCode, lines } = await runStep(app, {
    incident,
    step,
    credential: undefined,
    options,
  });
  if (exitCode !== 0)
    throw new Error(`${step} ended with ${String(exitCode)}: ${lines.join("; ")}`);
}

async function declared(root: string, folder: string, plane: Plane, places: number): Promise<App> {
  const config = join(folder, "claro-ir.yaml");
  const secret = join(folder, "old.key");
  await writeFile(config, configuration(plane.url, places), { mode: 0o600 });
  await writeFile(secret, "sk_live_OLDoldOLDold987654321", { mode: 0o600 });
  Object.assign(process.env, {
    CLARO_IR_IDENTITY: join(folder, "identity.txt"),
    CLARO_IR_BENCH_TOKEN: "glpat-benchBENCHbench",
  });
  const options = { store: join(folder, "state"), config, operator: "dana" };
  const wiring = createWiring({ packageRoot: root, signal: new AbortController().signal });
  const given = ["--store", options.store, "--config", config, "--operator", "dana", "--json"];
  const key = ["--key", "production-web-app", "--key-id", "key_old", "--provider", "acme"];
  const facts = ["--evidence-level", "internal-exposure", "--strategy", "replace-first"];
  const because = ["--because", "measured"];
  for (const args of [
    ["start", "--no-input", ...key, "--secret-file", secret, ...facts, ...because],
    ["step", "skip", "capture-minimum-evidence", ...because],
  ]) {
    const code = await quietly(() => run([...given, ...args], wiring));
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}`);
  }
  const app = await wiring.openApp(options);
  return { ...app, clock: virtualClock(Date.now()), say: () => undefined };
}

/** What commands say is not the bench's. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const streams = [process.stdout, process.stderr];
  const written = streams.map(({ write }) => write);
  for (const stream of streams) stream.write = () => true;
  try {
    return await work();
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = written[index]!;
  }
}

function configuration(url: string, places: number): string {
  const targets = Array.from({ length: places }, (_, index) => {
    const variable = `KEY_${String(index)}`;
    const inUse = { url: `${url}/consumer/${variable}`, last4: "/last4" };
    return {
      id: `place-${String(index)}`,
      kind: "gitlab-ci",
      key: "production-web-app",
      provider: "acme",
      project: "acme/web",
      variable,
      auth: "${CLARO_IR_BENCH_TOKEN}",
      inUse,
    };
  });
  const acme = {
    kind: "http",
    baseUrl: url,
    create: {
      method: "POST",
      path: "/v1/keys",
      body: { name: "{{name}}" },
      id: "/id",
      secret: "/secret",
    },
    delete: { method: "DELETE", path: "/v1/keys/{{id}}" },
    probe: { method: "GET", path: "/v1/prompts", dead: [401] },
  };
  return JSON.stringify({
    version: 1,
    operators: [{ id: "dana", role: "owner" }],
    providers: { acme },
    targets,
    endpoints: { "gitlab-ci": url },
  });
}

if (import.meta.main) {
  const { table } = await import("./table.ts");
  console.log(table(await fanOutRows(join(import.meta.dirname, "..", ".."))));
}
