// `close`, `stand-down`, `reopen`: how incidents end.
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { mutate, type Session } from "../session.ts";

interface Options {
  readonly because?: string;
}

type Ending = "close" | "stand-down" | "reopen";

async function end(ending: Ending, session: Session<Options>): Promise<readonly string[]> {
  const { close, reopen, standDownIncident } = await import("../../app/end.ts");
  const { app, incident, options } = session;
  const because = options.because ?? "";
  if (options.dryRun === true) {
    const { planEnd } = await import("../../app/end.ts");
    return planEnd(app, incident, ending);
  }
  const act = { close, reopen, "stand-down": standDownIncident }[ending];
  const made = await act(app, incident, because);
  return [`${incident} is ${made.state.state}`];
}

/** Register `close`, `stand-down` and `reopen`. */
export function registerEnd(cli: Cli): void {
  const endings: readonly { readonly ending: Ending; readonly does: string }[] = [
    { ending: "close", does: "end it; names what is still open" },
    { ending: "stand-down", does: "end it: it was a false alarm" },
    { ending: "reopen", does: "open an ended incident again" },
  ];
  for (const { ending, does } of endings)
    cli.program
      .command(ending)
      .description(does)
      .option("--because <text>", "the reason")
      .helpGroup("In an incident:")
      .action((_options: unknown, command: Command) =>
        mutate<Options>(cli, command, (session) => end(ending, session)),
      );
}
