// Each place that holds a key: can it be read, does it hold the right value, could it be written and its consumer restarted?
import type { TargetConfig } from "../../ports/config.ts";
import { isHopeless, type DeployTarget, type TargetReading } from "../../ports/deploy-target.ts";
import { NOT_SENT } from "../../ports/http.ts";
import { green, note, red, unknown, type Check, type Finding } from "./check.ts";
import { allResolve } from "./reference.ts";
import type { Site } from "./site.ts";
import { consumerFindings, reloadFindings } from "./target-consumer.ts";
import { valueFindings } from "./target-value.ts";

async function look(site: Site, config: TargetConfig): Promise<readonly Finding[]> {
  if (!(await allResolve(site, config.options))) return [];
  const target = await site.target(config);
  const help = `claro-ir targets show ${config.kind}`;
  const reading = await target.read();
  if (reading.state === "present") site.remember(reading.secret);
  if (reading.state === "absent") return [red(`holds no value: ${target.where}`, help)];
  const isClosed = reading.state === "unreadable";
  if (isClosed && reading.why.endsWith(NOT_SENT)) return [unknown(reading.why)];
  if (isClosed && reading.byNature !== true) return [red(reading.why, help)];
  const more = await Promise.all([
    reading.state === "present" ? valueFindings(site, config, reading.secret) : [],
    warnings(target, reading, help),
    reloadFindings(site, config),
    consumerFindings(target, config, reading),
  ]);
  return [
    isClosed ? unknown(`what it holds: ${reading.why}`) : green(`can be read: ${target.where}`),
    ...more.flat(),
    ...unnamed(config),
  ];
}

/** What would make the place prove itself, and is left out. */
function unnamed({ key, options }: TargetConfig): readonly Finding[] {
  const missing = [
    ...(key === null ? ["key"] : []),
    ...["reload", "inUse"].filter((name) => options[name] === undefined),
  ];
  return missing.length === 0 ? [] : [note(`not configured: ${missing.join(", ")}`)];
}

/** What a deployment would be warned of. What cannot be otherwise in a write-only place is only noted. */
async function warnings(
  target: DeployTarget,
  reading: TargetReading,
  help: string,
): Promise<readonly Finding[]> {
  const lines = (await target.plan()).filter((line) => line.startsWith("!"));
  return lines.map((line) => {
    const text = line.slice(1).trim();
    if (reading.state === "unreadable" && !isHopeless(line)) return note(text);
    // The words after the colon are what to do about it.
    const [, what, remedy] = /^(.*?): (.+)$/.exec(text) ?? [];
    return what === undefined || remedy === undefined || isHopeless(line)
      ? red(text, help)
      : red(what, remedy);
  });
}

export const targets: Check = {
  id: "target",
  needs: ["configuration"],
  looks: (site) =>
    site.config.targets.map((one) => ({ about: one.id, look: () => look(site, one) })),
};
