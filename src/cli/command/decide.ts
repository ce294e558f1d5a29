// `advise` and `decide`: what the table recommends, and the typed answers of decision steps.
import { Argument, type Command } from "commander";
import type { App } from "../../app/context.ts";
import type { Decidable } from "../../core/incident/decide/decision.ts";
import type { World } from "../../core/incident/decide/world.ts";
import { ClaroIrError } from "../../core/error.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import { chooseToRead } from "../choose-to-read.ts";
import type { Cli } from "../cli.ts";
import { mutate, optionsOf, type Session } from "../session.ts";

interface Options {
  readonly credential?: string;
  readonly because?: string;
}

type Kind = Decidable | "verdict";

const KINDS: readonly Kind[] = [
  "strategy",
  "outage",
  "severity",
  "personal-data",
  "notify",
  "override",
  "ceiling",
  "verdict",
];

/** The verdict on a suspicion may bring another runbook, so it goes its own way. */
async function judge(
  value: string,
  because: string,
  { app, incident, options }: Session<Options>,
): Promise<readonly string[]> {
  const { decideVerdict, planVerdict } = await import("../../app/follow-runbook.ts");
  if (options.dryRun === true) {
    const facts = await planVerdict(app, incident, value, because);
    return facts.map((fact) => `would record ${fact.type}`);
  }
  const { state } = await decideVerdict(app, incident, value, because);
  if (value === "benign") return ["decided: verdict benign", `next: claro-ir next`];
  const { runbook, severity } = state;
  return [`decided: verdict ${value}`, `now ${runbook.id}, ${severity ?? "no severity"}`];
}

async function decideIt(
  kind: Kind,
  value: string,
  session: Session<Options>,
): Promise<readonly string[]> {
  const { decide } = await import("../../core/incident/decide/decision.ts");
  const { change, loadIncident, worldOf } = await import("../../app/incident.ts");
  const { app, incident, options } = session;
  if (options.because === undefined)
    throw new ClaroIrError("usage", "reason-missing", "A decision needs its reason.", {
      hint: `add --because "<why>"`,
    });
  const because = app.clean(options.because);
  if (kind === "verdict") return judge(value, because, session);
  const values = kind === "notify" ? await duties(app, value) : [value];
  const { credential } = options;
  const decidable: Decidable = kind;
  const told = kind === "notify" ? await tellers(app) : undefined;
  function decideAll(world: World): readonly IncidentFact[] {
    const facts = values.flatMap((one) =>
      decide(world, { kind: decidable, value: one, because, credential }),
    );
    return told === undefined ? facts : told(world, facts);
  }
  if (options.dryRun === true) {
    const facts = decideAll(worldOf(app, await loadIncident(app, incident)));
    return facts.map((fact) => `would record ${fact.type}`);
  }
  const made = await change(app, incident, decideAll);
  return [
    `decided: ${kind} ${values.join(", ")}`,
    ...made.events
      .slice(values.length)
      .map((event) =>
        event.type === "step.completed" ? `completes ${event.data.step}` : `  ${event.type}`,
      ),
  ];
}

/** The last no may be what a step waited for. */
async function tellers(
  app: App,
): Promise<(world: World, facts: readonly IncidentFact[]) => readonly IncidentFact[]> {
  const [table, { withTold }] = await Promise.all([app.regimes(), import("../../app/told.ts")]);
  return (world, facts) => withTold(table, app.config, world, facts);
}

/** Every duty that is decided at once. Exit 2 when the table knows one of them not. */
async function duties(app: App, value: string): Promise<readonly string[]> {
  const { eachDuty, requireDuty } = await import("../../app/notice.ts");
  const each = eachDuty(value);
  const table = await app.regimes();
  for (const one of each) requireDuty(table, one);
  return each;
}

async function advise(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<Options>(command);
  const { readState } = await import("../../app/list.ts");
  const { advise: ask } = await import("../../core/credential/advise.ts");
  const { adviceFacts } = await import("../../core/incident/facts.ts");
  const { requireCredential } = await import("../../core/incident/decide/world.ts");
  const { refuseFixedOrder } = await import("../../core/incident/decide/decision.ts");
  const { liveCredentials } = await import("../../core/incident/checklist.ts");
  const reading = await cli.host.openReading(options);
  const id = await chooseToRead(cli, reading, options);
  const state = await readState(reading, id);
  for (const one of liveCredentials(state)) refuseFixedOrder(id, one);
  const advice = liveCredentials(state)
    .filter(
      (one) =>
        options.credential === undefined ||
        one.id === options.credential ||
        one.name === options.credential,
    )
    .map((one) => ({
      credential: one.id,
      name: one.name,
      chosen: one.strategy,
      ...ask(adviceFacts(state, one)),
      facts: adviceFacts(state, one),
    }));
  if (advice.length === 0 && options.credential !== undefined)
    requireCredential(state, options.credential);
  const { output } = cli.host;
  if (options.json === true) {
    output.json({ incident: id, advice });
    return;
  }
  for (const one of advice) {
    output.out(`${one.credential} ${one.name}: ${one.strategy} (rule ${one.rule})`);
    output.out(`  because ${one.why}`);
    output.out(
      one.chosen === null
        ? "  nothing chosen yet"
        : one.chosen === one.strategy
          ? "  chosen so"
          : `  chosen: ${one.chosen}`,
    );
  }
}

/** Register `advise` and `decide`. */
export function registerDecide(cli: Cli): void {
  cli.program
    .command("advise")
    .description("contain first or replace first, and the rule behind it")
    .option("--credential <id>", "which key")
    .helpGroup("In an incident:")
    .action((_options: unknown, command: Command) => advise(cli, command));
  cli.program
    .command("decide")
    .description("answer a decision, with your reason")
    .addArgument(new Argument("<kind>", "what").choices([...KINDS]))
    .argument("<value>", "the answer, e.g. contain-first, 17, P1, yes, delete-old, +15m, benign")
    .option("--because <text>", "the reason")
    .option("--credential <id>", "which key, where there are several")
    .helpGroup("In an incident:")
    .action((kind: Kind, value: string, _options: unknown, command: Command) =>
      mutate<Options>(cli, command, (session) => decideIt(kind, value, session)),
    );
}
