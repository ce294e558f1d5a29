// `notify test|send`: telling people on the configured channels, and seeing that they can be told.
import type { Command } from "commander";
import type { Outcome } from "../../app/notify/attempt.ts";
import type { Tested } from "../../app/notify/test-channels.ts";
import { ClaroIrError, EXIT } from "../../core/error.ts";
import type { Cli } from "../cli.ts";
import { mutate, optionsOf, type Session } from "../session.ts";

interface SendOptions {
  readonly text?: string;
  readonly because?: string;
}

/** 8 where one failed for certain, else 5 where one is unknown. */
function codeOf(outcomes: readonly ("sent" | "failed" | "unknown")[]): number {
  if (outcomes.includes("failed")) return EXIT.remote;
  return outcomes.includes("unknown") ? EXIT.unknown : EXIT.done;
}

function requireChannels(count: number): void {
  if (count === 0)
    throw new ClaroIrError("usage", "no-notifiers", "The configuration names no notifiers.", {
      hint: "claro-ir notifiers list",
    });
}

async function test(cli: Cli, id: string | undefined, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { output } = cli.host;
  const app = await cli.host.openApp(options);
  requireChannels(app.config.notifiers.length);
  const { testBodies, testChannels } = await import("../../app/notify/test-channels.ts");
  if (options.dryRun === true) {
    const bodies = await testBodies(app, id);
    if (options.json === true) output.json({ dryRun: true, bodies });
    else
      for (const one of bodies)
        output.out(`${one.id} (${one.kind}) would get: ${JSON.stringify(one.body)}`);
    return;
  }
  const tests = await testChannels(app, id);
  if (options.json === true) output.json({ tests });
  else for (const one of tests) output.out(testLine(one));
  cli.exit(codeOf(tests.map(({ outcome }) => outcome)));
}

function testLine({ id, kind, outcome, status, ms, detail }: Tested): string {
  const answer = status === null ? "" : ` ${String(status)}`;
  const words = { sent: "sent", failed: "NOT SENT", unknown: "UNKNOWN" }[outcome];
  return `${id} (${kind}) ${words}${answer}, ${String(ms)} ms${detail === null ? "" : `: ${detail}`}`;
}

/** How a person's own message ended, over all channels: a stand-in that took it makes up for the one that did not. */
function endOf(
  outcomes: readonly Outcome[],
  standsIn: (channel: string) => string | undefined,
): number {
  function reached({ channel, notice, state }: Outcome): boolean {
    if (state === "sent") return true;
    const next = standsIn(channel);
    const stand = outcomes.find((one) => one.notice === notice && one.channel === next);
    return stand !== undefined && reached(stand);
  }
  const lost = outcomes.filter((one) => !reached(one));
  return codeOf(lost.map(({ state }) => (state === "unknown" ? "unknown" : "failed")));
}

async function send(cli: Cli, session: Session<SendOptions>): Promise<readonly string[]> {
  const { app, incident, options } = session;
  requireChannels(app.config.notifiers.length);
  if (options.because !== undefined && options.text === undefined)
    throw new ClaroIrError("usage", "no-text", "--because needs the message itself.", {
      hint: 'claro-ir notify send --text "<what people should know>"',
    });
  const text = options.text?.trim();
  if (text === "")
    throw new ClaroIrError("usage", "no-text", "The message is empty.", {
      hint: 'claro-ir notify send --text "<what people should know>"',
    });
  const said = text === undefined ? undefined : { text, because: options.because ?? null };
  if (options.dryRun === true) {
    const { previewSend } = await import("../../app/notify/preview.ts");
    return previewSend(app, incident, said);
  }
  const { tell } = await import("../../app/notify/tell.ts");
  const { fallbackOf } = await import("../../app/notify/channels.ts");
  const outcomes = await tell(app, { incident, pressed: true, ...(said && { said }) });
  cli.exit(
    endOf(outcomes, (channel) => {
      const found = app.config.notifiers.find(({ id }) => id === channel);
      return found === undefined ? undefined : fallbackOf(found);
    }),
  );
  const { outcomeLines } = await import("../../app/notify/words.ts");
  const lines = outcomeLines(outcomes);
  return lines.length === 0 ? ["nothing is new and nothing waits"] : lines;
}

/** Register `notify`. */
export function registerNotify(cli: Cli): void {
  const group = cli.program
    .command("notify")
    .description("tell people on the configured channels: send, test")
    .helpGroup("In an incident:");
  group
    .command("send")
    .description("a status update in your own words, and whatever waits")
    .option("--text <text>", "what people should know")
    .option("--because <text>", "why now, for the record")
    .action((_options: unknown, command: Command) =>
      mutate<SendOptions>(cli, command, (session) => send(cli, session)),
    );
  group
    .command("test [notifier]")
    .description("a message marked as a test, to one channel or all")
    .action((id: string | undefined, _options: unknown, command: Command) =>
      test(cli, id, command),
    );
}
