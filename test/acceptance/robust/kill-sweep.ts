// The long form of the kill test: `node test/acceptance/robust/kill-sweep.ts [points per command]`. Prints each fault and one line of figures.
import { Hands } from "../../support/hands.ts";
import { momentsOf, killAll, PLANS, spread, type Job, type Planned } from "./kill.ts";
import { Stage } from "./stage.ts";

const perCommand = Number(process.argv[2] ?? "20");
const stage = await Stage.open(11);
const team = [new Hands(), new Hands(), new Hands()];
try {
  const jobs: Job[] = [];
  const figures: string[] = [];
  for (const planned of Object.keys(PLANS) as Planned[]) {
    const moments = await momentsOf(stage, team[0]!, planned);
    const every = moments.map((_, index) => index + 1);
    figures.push(`${planned} ${String(perCommand)} of ${String(every.length)} moments`);
    for (const moment of spread(every, perCommand)) jobs.push({ planned, moment });
  }
  const results = await killAll(stage, team, jobs);
  for (const result of results)
    if (process.argv.includes("--verbose") || result.faults.length > 0)
      console.log(`${result.point}: ${result.settled}`, result.faults.join(" | ") || "ok");
  const killed = results.filter((result) => result.killed).length;
  const failed = results.filter((result) => result.faults.length > 0).length;
  const acted = results.filter((result) => !result.settled.startsWith("nothing")).length;
  console.log(
    `kill sweep: ${figures.join(", ")}; ${String(killed)} of ${String(results.length)} killed, ` +
      `${String(acted)} left an outcome unknown, ${String(results.length - failed)} passed, ${String(failed)} failed`,
  );
  if (failed > 0) process.exitCode = 1;
} finally {
  for (const hands of team) await hands.close();
  await stage.close();
}
