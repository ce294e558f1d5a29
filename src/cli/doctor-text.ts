// What `doctor` says to people: what is red with its remedy, what cannot be told, and what is fine in a line.
import type { Words } from "../adapters/terminal/output.ts";
import type { Diagnosed, Diagnosis } from "../app/doctor.ts";
import type { Level } from "../app/doctor/check.ts";

function subject({ check, about }: Diagnosed): string {
  return about === "" ? check : `${check} ${about}`;
}

function redLines(finding: Diagnosed): readonly Words[] {
  return [
    [{ text: "RED ", style: "red" }, `${subject(finding)}: ${finding.what}`],
    ...(finding.fix === null ? [] : [`  ${finding.fix}`]),
  ];
}

/** How often each check was fine: `target 3`. */
function counted(findings: readonly Diagnosed[]): string {
  const counts = new Map<string, number>();
  for (const { check } of findings) counts.set(check, (counts.get(check) ?? 0) + 1);
  return [...counts]
    .map(([check, count]) => (count === 1 ? check : `${check} ${String(count)}`))
    .join(", ");
}

function verdict(red: number): Words {
  if (red === 0) return [{ text: "An incident would go well today.", style: "green" }];
  const things = red === 1 ? "One thing" : `${String(red)} things`;
  return [
    {
      text: `${things} would go wrong today. What puts it right stands below each.`,
      style: "bold",
    },
  ];
}

/** Lines for people, at any width: worst first. `all` tells also what is fine, one by one. */
export function doctorLines({ findings }: Diagnosis, all: boolean): readonly Words[] {
  function of(level: Level): readonly Diagnosed[] {
    return findings.filter((one) => one.level === level);
  }
  const red = of("red");
  const green = of("green");
  return [
    verdict(red.length),
    ...red.flatMap(redLines),
    ...of("unknown").map((one) => `?   ${subject(one)}: ${one.what}`),
    ...of("note").map((one) => `-   ${subject(one)}: ${one.what}`),
    ...(all ? green.map((one) => `ok  ${subject(one)}: ${one.what}`) : [`ok  ${counted(green)}`]),
  ];
}
