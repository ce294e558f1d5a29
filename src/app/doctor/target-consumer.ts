// The consumer of a place: is the program there that restarts it, and does it say which key it uses?
import type { TargetConfig } from "../../ports/config.ts";
import type { DeployTarget, TargetReading } from "../../ports/deploy-target.ts";
import { green, red, type Finding } from "./check.ts";
import type { Site } from "./site.ts";

/** Whether the program of `reload` is there. What it would do is not tried. */
export async function reloadFindings(
  { files, config }: Site,
  { options }: TargetConfig,
): Promise<readonly Finding[]> {
  const { reload } = options;
  const program: unknown = Array.isArray(reload) ? reload[0] : undefined;
  if (typeof program !== "string") return [];
  const found = await files.lookUp(program, config.folder);
  if (found?.isProgram === true) return [green(`can be restarted by ${program}`)];
  return [
    red(
      `its reload program ${program} ${found === undefined ? "is not there" : "cannot be run"}`,
      found === undefined ? `command -v ${program}` : `chmod u+x ${found.path}`,
    ),
  ];
}

/** Whether the consumer answers, and uses what lies in the place. */
export async function consumerFindings(
  target: DeployTarget,
  { options }: TargetConfig,
  reading: TargetReading,
): Promise<readonly Finding[]> {
  const report = await target.inUse();
  if (report.state === "no-check") return [];
  if (report.state === "no-answer") return [red(report.why, `curl -sS ${addressOf(options)}`)];
  const held = reading.state === "present" ? reading.secret.last4 : null;
  if (held === null || report.last4 === null || report.last4 === held)
    return [green("its consumer answers")];
  return [
    red(
      `its consumer uses ..${report.last4}, the place holds ..${held}: it was not restarted`,
      Array.isArray(options["reload"]) ? options["reload"].join(" ") : "restart it",
    ),
  ];
}

function addressOf(options: TargetConfig["options"]): string {
  const { inUse } = options;
  return typeof inUse === "object" && inUse !== null && "url" in inUse ? String(inUse.url) : "";
}
