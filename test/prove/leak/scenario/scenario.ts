// What is done to the program while every byte of it is watched.
import type { Scene } from "../scene.ts";

export interface Scenario {
  /** The argument that plays it again. */
  readonly id: string;
  /** Files of the point that hold a canary on purpose are the result. */
  play(scene: Scene): Promise<readonly string[] | void>;
}

export const CREATE = ["run", "create-replacement-key", "--json"];
export const OUTAGE = ["decide", "outage", "10", "--because", "it is public"];
export const CAPTURE = ["run", "capture-minimum-evidence"];
export const DEPLOY = ["run", "deploy-replacement-key", "--verbose"];

export function block({ point }: Scene): readonly string[] {
  return ["run", "block-compromised-key", "--confirm", point.name, "--verbose"];
}
