// The commands that campaigns type, and the places of the key they are about.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Point } from "../../acceptance/robust/point.ts";
import type { Stage } from "../../acceptance/robust/stage.ts";
import type { Hands } from "../../support/hands.ts";

export const PLACES = ["app.env", "deploy.env", "worker.env"];

/** The point's place, and two more that hold the same key. */
function threePlaces(yaml: string): string {
  const [head = "", place = ""] = yaml.split("targets:\n");
  const more = PLACES.slice(1).map((file) =>
    place
      .replace("id: web", `id: ${file.replace(".", "-")}`)
      .replaceAll("app.env", file)
      .replace("kind: dotenv", file === "deploy.env" ? "kind: docker-env-file" : "kind: dotenv"),
  );
  return `${head}targets:\n${place}${more.join("")}`;
}

/** A key in three places, and no incident yet. */
export async function freshPoint(stage: Stage, hands: Hands): Promise<Point> {
  const point = await stage.point({ hands, configure: threePlaces });
  for (const file of PLACES.slice(1))
    point.write(file, readFileSync(join(point.folder, "app.env"), "utf8"));
  point.write("access.log", "203.0.113.9 GET /v1/prompts 200\n");
  return point;
}

const FACTS = ["--evidence-level", "public-exposure", "--abuse", "no", "--data", "internal"];
const STRATEGY = ["--strategy", "contain-first", "--because", "it is public"];

export const COMMANDS = {
  start({ name, old }: Point) {
    const key = ["--key", name, "--key-id", old.id, "--secret-file", "old.key"];
    return ["start", ...key, ...FACTS, ...STRATEGY];
  },
  outage: () => ["decide", "outage", "10", "--because", "the key is public"],
  capture: () => ["run", "capture-minimum-evidence"],
  create: () => ["run", "create-replacement-key"],
  deploy: () => ["run", "deploy-replacement-key"],
  delete: ({ name }: Point) => ["run", "block-compromised-key", "--confirm", name],
  "step-done": () => ["step", "done", "stop-exposure-source", "--note", "the paste is gone"],
  note: () => ["note", "the log of the gateway is kept for a week"],
  "add-key": () => ["credential", "add", "--key", "production-other", "--key-id", "key-other"],
  evidence: () => ["evidence", "add", "access.log"],
  export: () => ["evidence", "export", "--output", "bag"],
  close: () => ["close", "--because", "all is well"],
} satisfies Readonly<Record<string, (point: Point) => readonly string[]>>;

export type CommandId = keyof typeof COMMANDS;
