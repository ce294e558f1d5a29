// `start`: declare an incident by flags.
import { Option, type Command } from "commander";
import type { App } from "../../app/context.ts";
import type { StartInput } from "../../app/declare.ts";
import { ClaroIrError } from "../../core/error.ts";
import {
  between,
  parseWhen,
  SECOND,
  toInstant,
  typedPrecision,
  WHEN_FORMATS,
  type Instant,
} from "../../core/instant.ts";
import { EVIDENCE_LEVELS } from "../../core/runbook/runbook.ts";
import type { GlobalOptions } from "../host.ts";
import { addKeyOptions, answersOf, claimsOf, type KeyOptions } from "../key-options.ts";
import type { Cli } from "../cli.ts";
import { tellAfter } from "../telling.ts";
import { finish, optionsOf, ranBefore, sayWhere } from "../session.ts";

interface StartOptions extends KeyOptions, GlobalOptions {
  readonly evidenceLevel?: string;
  readonly abuse?: string;
  readonly data?: string;
  readonly severity?: "P1" | "P2" | "P3" | "P4";
  readonly runbook?: string;
  readonly detectedAt?: string;
  readonly summary?: string;
  readonly codename?: string;
  readonly restricted?: boolean;
}

function addOptions(command: Command): Command {
  return addKeyOptions(command)
    .optionsGroup("What is known:")
    .addOption(new Option("--evidence-level <level>", "how it is known").choices(EVIDENCE_LEVELS))
    .addOption(new Option("--abuse <answer>", "misused now?").choices(["yes", "no", "unknown"]))
    .addOption(
      new Option("--data <class>", "what it can reach").choices([
        "none",
        "internal",
        "personal",
        "regulated",
        "unknown",
      ]),
    )
    .option("--detected-at <instant>", "when it was noticed (default: now)")
    .optionsGroup("The record:")
    .addOption(
      new Option("--severity <level>", "else it follows").choices(["P1", "P2", "P3", "P4"]),
    )
    .option("--runbook <id|file>", "else it follows from the evidence level")
    .option("--summary <text>", "one line for the record")
    .option("--codename <word>", "name to show instead of what happened")
    .option("--restricted", "need to know only: lists show the codename");
}

async function runbookOf(cli: Cli, options: StartOptions): Promise<string> {
  if (options.runbook !== undefined) return options.runbook;
  if (options.evidenceLevel !== "suspected-anomaly") return "compromised-key";
  const { listRunbooks } = await import("../../adapters/runbook/shipped.ts");
  const shipped = await listRunbooks(cli.host.packageRoot);
  return shipped.includes("suspicious-usage") ? "suspicious-usage" : "compromised-key";
}

/** What is known where the chosen runbook is followed and nobody says otherwise. */
async function usualLevel(cli: Cli, { runbook }: StartOptions): Promise<string | undefined> {
  if (runbook === undefined) return undefined;
  return (await cli.host.loadRunbook(runbook)).runbook.evidenceLevel ?? undefined;
}

/** When it was noticed. Exit 2 for what is no time, or lies ahead. */
function detectedOf({ detectedAt: text }: StartOptions, now: Instant): Instant | undefined {
  if (text === undefined) return undefined;
  const at = parseWhen(text, now);
  if (at === undefined)
    throw new ClaroIrError("usage", "bad-instant", "--detected-at is no time.", {
      hint: `--detected-at ${WHEN_FORMATS}`,
    });
  if (between(now, at) <= SECOND) return at;
  throw new ClaroIrError("usage", "future", "--detected-at lies in the future.", {
    hint: "leave it out for now",
  });
}

async function inputOf(
  cli: Cli,
  { clock }: Pick<App, "clock">,
  options: StartOptions,
  complete: boolean,
): Promise<StartInput> {
  const launchedAt = toInstant(clock.now());
  const detectedAt = detectedOf(options, launchedAt);
  const usual = complete ? await usualLevel(cli, options) : undefined;
  const claims = await claimsOf(cli, options);
  if (claims.length === 0 && complete)
    throw new ClaroIrError("usage", "no-key", "Which key? There is no terminal to ask.", {
      hint: "claro-ir start --key <name> (or --secret-file <file>, or --from-text <file>)",
    });
  return {
    claims,
    answers: answersOf(options),
    facts: {
      ...given("evidenceLevel", options.evidenceLevel ?? usual, complete),
      ...given("abuse", options.abuse, complete),
      data: options.data ?? "unknown",
    },
    severity: options.severity,
    runbook: await runbookOf(cli, options),
    launchedAt,
    detectedAt,
    ...(options.detectedAt === undefined
      ? {}
      : { detectedPrecision: typedPrecision(options.detectedAt) }),
    summary: options.summary ?? `${claims[0]?.name ?? "a key"} compromised`,
    codename: options.codename,
    restricted: options.restricted === true,
    drill: false,
  };
}

/** A fact as the flag gives it; unknown where nobody can be asked for it any more. */
function given(name: string, value: string | undefined, complete: boolean): Record<string, string> {
  if (value !== undefined) return { [name]: value };
  return complete ? { [name]: "unknown" } : {};
}

function asksPeople(cli: Cli, options: StartOptions): boolean {
  return cli.host.interactive && options.input !== false && options.json !== true;
}

async function loadQuestions(cli: Cli): Promise<void> {
  await Promise.all([import("../../app/guided/questions.ts"), cli.host.prompter()]);
}

/** On a terminal: the questions that flags have not answered, then the live view. */
async function startWithPerson(cli: Cli, app: App, options: StartOptions): Promise<void> {
  const { startByQuestions } = await import("../../app/guided/questions.ts");
  const ask = await cli.host.prompter();
  const id = await startByQuestions(app, ask, {
    input: await inputOf(cli, app, options, false),
    has: (name) =>
      ({
        environment: options.environment,
        provider: options.provider,
        evidence: options.evidenceLevel,
        abuse: options.abuse,
        tolerance: options.outageTolerance,
        runbook: options.runbook,
      })[name] !== undefined,
    reading: () => void import("../../app/guided/session.ts"),
  });
  const { guidedSession } = await import("../../app/guided/session.ts");
  await guidedSession(app, id, ask);
}

async function brokeOff(app: App, incident: string): Promise<boolean> {
  const { isCutShort } = await import("../../app/declare.ts");
  return isCutShort(app, incident);
}

async function start(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<StartOptions>(command);
  const opening = cli.host.openApp(options);
  // What asks the first question loads while the store is opened: on a first use that waits for the disk.
  const [app] = await Promise.all([opening, asksPeople(cli, options) ? loadQuestions(cli) : null]);
  const before = options.opId === undefined ? undefined : await ranBefore(app);
  if (before !== undefined && !(await brokeOff(app, before))) {
    await finish(cli, { app, incident: before, options }, [`${before} was declared by this id`]);
    return;
  }
  if (asksPeople(cli, options)) {
    sayWhere(cli, app);
    await startWithPerson(cli, app, options);
    return;
  }
  const { declare } = await import("../../app/declare.ts");
  const input = await inputOf(cli, app, options, true);
  if (options.dryRun === true) {
    const plan = [`would declare an incident for ${String(input.claims.length)} key(s)`];
    if (options.json === true) cli.host.output.json({ incident: null, dryRun: true, plan });
    else for (const line of plan) cli.host.output.out(line);
    return;
  }
  const { id, change } = await declare(app, input);
  sayWhere(cli, app);
  const { nextSteps } = await import("../../core/incident/next.ts");
  const { loadIncident } = await import("../../app/incident.ts");
  const { offerRunbooks } = await import("../../app/offer-runbooks.ts");
  const { compiled } = await loadIncident(app, id);
  const [next] = nextSteps(compiled.runbook, change.state, change.state.declaredAt);
  const keys = Object.values(change.state.credentials).map(
    (one) =>
      `${one.id} ${one.name} ${one.environment}/${one.provider} ${one.strategy ?? ""} (${one.rule ?? ""}: ${one.strategyBecause ?? ""})`,
  );
  await finish(cli, { app, incident: id, options }, [
    `${id} ${change.state.severity ?? ""} declared ${change.state.declaredAt}`,
    ...keys,
    ...(next === undefined ? [] : [`next: ${next.command}`, `  ${next.why}`]),
    ...(options.runbook === undefined ? await offerRunbooks(app, change.state) : []),
  ]);
  await tellAfter(cli, app, id);
}

/** Register `start`. */
export function registerStart(cli: Cli): void {
  addOptions(
    cli.program
      .command("start")
      .summary("a key leaked: declare it, and be led through it")
      .description(
        "Declare an incident. On a terminal it asks at most five questions, is on record after the first, and then shows the next thing to do. By flags it asks nothing.",
      )
      .helpGroup("In an incident:"),
  ).action((_options: unknown, command: Command) => start(cli, command));
}
