// `secret reveal` and `secret pipe`: the sealed key, on the terminal only or on a program's stdin. Each time is on record.
import type { Command } from "commander";
import { ClaroIrError, EXIT } from "../../core/error.ts";
import type { Cli } from "../cli.ts";
import { mutate, type Session } from "../session.ts";

interface Options {
  readonly credential?: string;
}

async function reveal(cli: Cli, session: Session<Options>): Promise<readonly string[]> {
  const { openForPerson, requireSealed } = await import("../../app/secret-use.ts");
  const { showOnTerminal, hasTerminal } = await import("../../adapters/terminal/tty.ts");
  const { app, incident, options } = session;
  if (!hasTerminal())
    throw new ClaroIrError(
      "usage",
      "no-terminal",
      "A key is shown on a terminal only, and there is none.",
      { hint: "claro-ir secret pipe -- <command that reads it on stdin>" },
    );
  if (options.dryRun === true) {
    await requireSealed(app, incident, options.credential, "terminal");
    return ["would show the sealed key on this terminal"];
  }
  const opened = await openForPerson(app, incident, options.credential, "terminal", null);
  for (const line of opened.earlier) cli.host.output.err(`shown before: ${line}`);
  showOnTerminal(opened.secret);
  return [`shown ..${opened.secret.last4} on this terminal`];
}

async function pipe(
  cli: Cli,
  argv: readonly string[],
  session: Session<Options>,
): Promise<readonly string[]> {
  const { openForPerson, requireSealed } = await import("../../app/secret-use.ts");
  const { pipeTo } = await import("../../adapters/terminal/pipe.ts");
  const { app, incident, options } = session;
  const [program] = argv;
  if (program === undefined)
    throw new ClaroIrError("usage", "no-command", "Which program takes the key?", {
      hint: "claro-ir secret pipe -- gh secret set BAYT_API_KEY",
    });
  if (options.dryRun === true) {
    await requireSealed(app, incident, options.credential, "pipe");
    return [`would feed the sealed key to ${argv.join(" ")}`];
  }
  const opened = await openForPerson(app, incident, options.credential, "pipe", argv.join(" "));
  for (const line of opened.earlier) cli.host.output.err(`used before: ${line}`);
  const code = await pipeTo(argv, opened.secret, options.json === true);
  if (code !== 0) cli.exit(EXIT.found);
  const words = `${program} took ..${opened.secret.last4} and ended with ${String(code)}`;
  if (options.json === true) return [words];
  // stdout is the program's own.
  cli.host.output.err(words);
  return [];
}

/** Register `secret`. */
export function registerSecret(cli: Cli): void {
  const group = cli.program
    .command("secret")
    .description("the sealed new key: reveal it, pipe it to a program")
    .helpGroup("In an incident:");
  group
    .command("reveal")
    .description("show it on this terminal, never on stdout")
    .option("--credential <id>", "which key, where there are several")
    .action((_options: unknown, command: Command) =>
      mutate<Options>(cli, command, (session) => reveal(cli, session)),
    );
  group
    .command("pipe <command...>")
    .description("feed it to a command's stdin: claro-ir secret pipe -- <command>")
    .option("--credential <id>", "which key, where there are several")
    .action((argv: readonly string[], _options: unknown, command: Command) =>
      mutate<Options>(cli, command, (session) => pipe(cli, argv, session)),
    );
}
