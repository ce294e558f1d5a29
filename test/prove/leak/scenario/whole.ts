// Whole runs without a fault: everything an incident does, says and exports, and the two ways in which a new key is handed over.
import { PIPES } from "../scene.ts";
import { block, CAPTURE, CREATE, DEPLOY, OUTAGE, type Scenario } from "./scenario.ts";

const FORMATS = ["text", "md", "json", "jsonl", "csv", "timesketch", "iris", "html", "ics", "ecs"];
const AUDIENCES = ["responders", "executive", "customer", "regulator"];

/** Declared under the eyes of the trace, as a person would. */
function start(name: string, keyId: string): readonly string[] {
  const key = ["--key", name, "--key-id", keyId, "--secret-file", "old.key"];
  const facts = ["--evidence-level", "public-exposure", "--abuse", "no", "--data", "internal"];
  return ["start", ...key, ...facts, "--strategy", "contain-first", "--because", "it is public"];
}

const AFTERWARDS = [
  ["run", "verify-key-rejected"],
  CREATE,
  DEPLOY,
  ["run", "verify-replacement-live", "--json"],
  ["run", "update-register"],
  ["probe", "--json"],
  ["status", "--json"],
  ["status"],
  ["step", "list", "--json"],
  ["keys", "list", "--json"],
  ["keys", "check"],
  ["doctor", "--json"],
  ["notify", "send"],
  ["notify", "test"],
  ["clocks"],
  ["verify"],
  ["rebuild"],
];

const EXPORTS = [
  ...FORMATS.map((format) => ["timeline", "--format", format, "--output", `timeline.${format}`]),
  ...AUDIENCES.map((audience) => ["timeline", "--audience", audience]),
  ["postmortem"],
  ["postmortem", "--format", "html", "--output", "postmortem.html"],
  ["evidence", "list", "--json"],
  ["evidence", "export", "--output", "bag"],
  ["metrics", "--json"],
];

export const WHOLE: readonly Scenario[] = [
  {
    id: "whole",
    async play(scene) {
      const { point } = scene;
      await scene.run(start(point.name, point.old.id));
      for (const command of [OUTAGE, CAPTURE, block(scene), ...AFTERWARDS])
        await scene.run(command);
    },
  },
  {
    id: "exports",
    async play(scene) {
      await scene.start();
      await scene.before(
        OUTAGE,
        CAPTURE,
        [...block(scene)],
        ["run", "verify-key-rejected"],
        CREATE,
      );
      for (const command of EXPORTS) await scene.run(command);
    },
  },
  {
    id: "created",
    async play(scene) {
      await scene.start();
      await scene.run(CREATE);
    },
  },
  {
    id: "deployed",
    async play(scene) {
      await scene.start();
      await scene.before(CREATE);
      await scene.run(DEPLOY);
      await scene.run(["notify", "test"]);
    },
  },
  {
    id: "handed-over",
    async play(scene) {
      await scene.start();
      await scene.before(CREATE);
      await scene.run(["secret", "reveal"]);
      scene.allowFresh(PIPES);
      scene.allowEnvironment();
      await scene.run(["secret", "pipe", "--", "wc", "-c"]);
      await scene.run(["secret", "pipe", "--", "sh", "-c", "read -r key; exit 3"]);
      await scene.run(["secret", "pipe", "--", "no-such-program"]);
    },
  },
  {
    id: "shown",
    async play(scene) {
      await scene.start();
      await scene.before(CREATE);
      scene.allowFresh(/^\/dev\/(?:pts\/\d+|tty)$/);
      await scene.run(["secret", "reveal"], { isTerminal: true });
    },
  },
  {
    id: "killed",
    async play(scene) {
      await scene.start();
      await scene.point.stage.fault({ endpoint: "POST /v1/keys", fault: "hang-after" });
      await scene.run(CREATE, { meanwhile: (interrupt) => scene.whenAsked("POST", interrupt, 2) });
      await scene.run(["reconcile", "--verbose"]);
      await scene.run(["status", "--json"]);
    },
  },
];
