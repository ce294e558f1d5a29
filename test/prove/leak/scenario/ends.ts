// The program ends where nobody meant it to: Ctrl-C, an exception nobody catches, a full disk, and everything Node can be told to tell.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { madeUp, NOWHERE, type Scene } from "../scene.ts";
import { block, CAPTURE, CREATE, DEPLOY, OUTAGE, type Scenario } from "./scenario.ts";

/** Preloads `code`, which finds a canary in `CANARY`. */
function preload(scene: Scene, code: string): { env: Record<string, string> } {
  const file = join(scene.point.folder, "preload.mjs");
  writeFileSync(file, code);
  const CANARY = scene.canary("what was thrown", madeUp(), NOWHERE);
  return { env: { NODE_OPTIONS: `--import=${file}`, CANARY } };
}

/** At the moment at which a new key is sealed and not yet on record. */
const WHILE_SEALING = `import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
const { open } = fs;
fs.open = (...args) => { if (String(args[0]).includes("sealed")) fail(); return open(...args); };
syncBuiltinESMExports();
`;
const THROWN = {
  "an-error": "throw new Error(`lost ${process.env.CANARY}`)",
  "a-text": "throw `lost ${process.env.CANARY}`",
  "a-cause": "throw new Error('lost', { cause: new Error(process.env.CANARY) })",
  "a-member":
    "throw Object.assign(new Error('lost'), { key: process.env.CANARY, code: process.env.CANARY })",
  "a-name": "throw Object.assign(new Error('lost'), { name: process.env.CANARY })",
  later: "setTimeout(() => { throw new Error(`lost ${process.env.CANARY}`); })",
  "a-promise": "Promise.reject(new Error(`lost ${process.env.CANARY}`))",
  json: "JSON.parse(process.env.CANARY)",
} as const;

const throwing = Object.entries(THROWN).map(([id, code]): Scenario => ({
  id: `throws-${id}`,
  async play(scene) {
    await scene.start();
    await scene.run(CREATE, preload(scene, `${WHILE_SEALING}function fail() { ${code}; }`));
    await scene.run(["reconcile"]);
  },
}));

const TOLD: Readonly<Record<string, Record<string, string>>> = {
  "node-debug": { NODE_DEBUG: "*", DEBUG: "*" },
  "trace-everything": {
    NODE_OPTIONS:
      "--trace-warnings --trace-uncaught --trace-exit --trace-tls --stack-trace-limit=50",
  },
  "no-terminal": { TERM: "dumb", NO_COLOR: "1", LANG: "C" },
};

const telling = Object.entries(TOLD).map(([id, env]): Scenario => ({
  id,
  async play(scene) {
    await scene.start();
    for (const command of [
      CREATE,
      DEPLOY,
      OUTAGE,
      CAPTURE,
      block(scene),
      ["notify", "send"],
      ["doctor"],
    ])
      await scene.run([...command, "--verbose"], { env });
  },
}));

const interrupted: readonly Scenario[] = [
  {
    id: "ctrl-c-create",
    async play(scene) {
      await scene.start();
      await scene.point.stage.fault({ endpoint: "POST /v1/keys", fault: "drip" });
      await scene.run(CREATE, { meanwhile: (interrupt) => scene.whenAsked("POST", interrupt) });
      await scene.run(["reconcile"]);
    },
  },
  {
    id: "ctrl-c-cut",
    async play(scene) {
      await scene.start();
      await scene.before(OUTAGE, CAPTURE);
      await scene.point.stage.fault({ endpoint: "DELETE /v1/keys/*", fault: "hang-after" });
      await scene.run(block(scene), {
        meanwhile: (interrupt) => scene.whenAsked("DELETE", interrupt),
      });
      await scene.run(["reconcile"]);
    },
  },
  {
    id: "a-report",
    async play(scene) {
      await scene.start();
      const { env } = preload(
        scene,
        `${WHILE_SEALING}function fail() { setTimeout(() => { throw new Error("lost"); }); }`,
      );
      const more = `${env["NODE_OPTIONS"] ?? ""} --report-uncaught-exception`;
      await scene.run(CREATE, { env: { ...env, NODE_OPTIONS: more } });
    },
  },
  {
    id: "a-full-disk",
    async play(scene) {
      await scene.start();
      await scene.run(
        CREATE,
        preload(
          scene,
          `${WHILE_SEALING}function fail() { throw Object.assign(new Error("ENOSPC: " + process.env.CANARY), { code: "ENOSPC", syscall: "write" }); }`,
        ),
      );
    },
  },
];

export const ENDS: readonly Scenario[] = [...interrupted, ...throwing, ...telling];
