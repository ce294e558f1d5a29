// A reporter that ends the run with what was not proved and why: one line for each reason a test gave when it skipped itself.
import type { Reporter, TestModule } from "vitest/node";

/** How many tests gave which reason. */
function skipsOf(modules: readonly TestModule[]): ReadonlyMap<string, number> {
  const reasons = modules
    .flatMap((module) => [...module.children.allTests("skipped")])
    .flatMap((test) => {
      const result = test.result();
      return result.state === "skipped" && result.note !== undefined ? [result.note] : [];
    });
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}

// oxlint-disable-next-line import/no-default-export -- the runner takes a reporter's default export
export default class LoudSkips implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const [reason, count] of skipsOf(modules))
      process.stderr.write(`SKIPPED, NOT PROVED: ${String(count)} tests, ${reason}\n`);
  }
}
