// What `doctor` says to people: what is red with its remedy, what cannot be told, and what is fine in a line.
import type { Output, Words } from "../adapters/terminal/output.ts";
import type { Diagnosed, Diagnosis } from "../app/doctor.ts";
import type { Level } from "../app/doctor/check.ts";

function subject({ check, about }: Diagnosed): string {
  return about === "" ? check : `${check} ${about}`;
}

function sayRed(output: Output, finding: Diagnosed): void {
  output.out([{ text: "RED ", style: "red" }, `${subject(finding)}: ${finding.what}`]);
  // Copied as it stands: a line that is folded to the terminal is another command.
  for (const line of (finding.fix ?? "").split("\n")) output.raw(`  ${output.clean(line)}\n`);
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

/** The report for people, worst first. `all` tells also what is fine, one by one. */
export function sayDoctor(output: Output, { findings }: Diagnosis, all: boolean): void {
  function of(level: Level): readonly Diagnosed[] {
    return findings.filter((one) => one.level === level);
  }
  const red = of("red");
  const green = of("green");
  output.out(verdict(red.length));
  for (const one of red) sayRed(output, one);
  for (const one of of("unknown")) output.out(`?   ${subject(one)}: ${one.what}`);
  for (const one of of("note")) output.out(`-   ${subject(one)}: ${one.what}`);
  if (!all) output.out(`ok  ${counted(green)}`);
  else for (const one of green) output.out(`ok  ${subject(one)}: ${one.what}`);
}
