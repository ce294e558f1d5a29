// One event at one place, in a real terminal under a shell that tells how the program ended and what it left of the terminal.
import { setTimeout as wait } from "node:timers/promises";
import type { Stage } from "../../acceptance/robust/stage.ts";
import { PROGRAM, tempHome, type CliOptions } from "../../support/cli.ts";
import type { Hands } from "../../support/hands.ts";
import {
  command,
  openTerminal,
  type TerminalOptions,
  type TerminalWindow,
} from "../../support/terminal.ts";
import { childOf } from "./child.ts";
import type { Event, Moment } from "./events.ts";
import { goTo, LONG_MS, onClock, type Act, type Piped, type Prompt } from "./places.ts";

/** Done, told what to type, refused: how a command ends that would have asked. */
const UNASKED = [0, 2, 3];

/** A shell that says before each line how the last one ended, and does not take a key meant for the program for its own end. */
function openShell(options: TerminalOptions): TerminalWindow {
  return openTerminal({ ...options, env: { ...options.env, IGNOREEOF: "99" }, shell: true });
}

const PROMPT = /\[(\d+)\] \$\s*$/;

async function type(window: TerminalWindow, args: string): Promise<void> {
  await window.waitFor("$", LONG_MS);
  window.type(`PS1='[$?] $ '; clear; ${command(args)}`);
  window.press("Enter");
}

/** How the program ended and what it left behind: faults in words. */
async function judged(
  window: TerminalWindow,
  codes: readonly number[],
): Promise<readonly string[]> {
  await window.waitFor(PROMPT, LONG_MS);
  const code = Number(PROMPT.exec(window.screen())?.[1]);
  // A key that the program did not read any more is the shell's: it gets a line of its own.
  window.press("Enter");
  window.type("stty -a; echo over");
  window.press("Enter");
  await window.waitForWritten(/^over/m, LONG_MS);
  await window.settled(100);
  return [
    ...(codes.includes(code) ? [] : [`it ended with ${String(code)}, not ${codes.join(" or ")}`]),
    ...(/^isig icanon .* echo /m.test(window.history()) ? [] : ["the terminal is not as it was"]),
    ...(window.cursorShown() ? [] : ["the cursor is hidden"]),
    ...(window.model.model.modes.bracketedPasteMode ? ["pasting is still in brackets"] : []),
  ];
}

/** What is on record goes on: it is whole, and says what comes next. */
async function resumable(
  hands: Hands,
  options: CliOptions,
  mustBe: boolean,
): Promise<readonly string[]> {
  const listed = await hands.run(["list", "--json"], options);
  const { incidents } = JSON.parse(listed.stdout) as { incidents: unknown[] };
  if (incidents.length === 0) return mustBe ? ["the incident is gone"] : [];
  const verified = await hands.run(["verify"], options);
  const settled = await hands.run(["reconcile"], options);
  const next = await hands.run(["next", "--json"], options);
  return [
    ...(verified.code === 0 ? [] : [`verify ends with ${String(verified.code)}`]),
    ...([0, 5].includes(settled.code ?? -1) ? [] : [`reconcile: ${settled.stderr}`]),
    ...(next.code === 0 ? [] : [`next: ${next.stderr}`]),
  ];
}

/** Ends when the program has: a hung-up one cannot be seen by its shell. */
async function gone(pid: number): Promise<void> {
  for (let look = 0; look < LONG_MS / 50; look += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return; // It is gone.
    }
    await wait(50);
  }
  throw new Error("it is still running");
}

async function happen(
  window: TerminalWindow,
  event: Event,
  moment: Moment,
): Promise<readonly string[]> {
  const pid = await childOf(window.pid, PROGRAM);
  await event.happen(window, pid);
  if (event.stops === true) {
    await window.waitFor("Stopped", LONG_MS);
    window.type("fg");
    window.press("Enter");
    await window.settled(300);
    if (moment === "prompt") window.press("ctrl-c");
  }
  await gone(pid);
  if (event.takesTerminal === true) return [];
  await window.settled(100);
  return judged(window, event.ends[moment]);
}

/** The event at a question of a new session. */
export async function atPrompt(
  hands: Hands,
  prompt: Prompt,
  event: Event,
): Promise<readonly string[]> {
  await using home = await tempHome();
  await using window = openShell({ home });
  await type(window, "start");
  await goTo(window, prompt);
  const faults = await happen(window, event, "prompt");
  return [...faults, ...(await resumable(hands, { home }, prompt.way.length > 0))];
}

/** A command that asks where it can, with a reader that is gone: it asks nothing and ends by itself. */
export async function unasked(hands: Hands, { args, through }: Piped): Promise<readonly string[]> {
  await using home = await tempHome();
  await hands.run(["start", "--key", "production-web", "--no-input"], { home });
  await using window = openShell({ home });
  await type(window, `${args} ${through}`);
  await gone(await childOf(window.pid, PROGRAM));
  const faults = await judged(window, UNASKED);
  return [...faults, ...(await resumable(hands, { home }, true))];
}

/** Faults that no request has met yet. */
async function waiting(stage: Stage): Promise<number> {
  const { body } = await stage.sandbox.ask("GET", "/_fault");
  return (body as { faults: unknown[] }).faults.length;
}

/** The event while the vendor is being asked and does not answer. */
export async function inAct(
  stage: Stage,
  hands: Hands,
  act: Act,
  event: Event,
): Promise<readonly string[]> {
  const point = await stage.point({ hands });
  await point.start("--strategy", "contain-first", "--because", "public");
  for (const args of act.before(point)) await point.ok(args);
  await stage.fault(act.fault);
  const { home, sandbox } = stage;
  const place = { home, sandbox, cwd: point.folder, env: { CLARO_IR_STORE: point.store } };
  await using window = openShell(place);
  await type(window, `${onClock(point, act.args(point))} ${event.through ?? ""}`);
  for (let look = 0; (await waiting(stage)) > 0; look += 1) {
    if (look > LONG_MS / 50) throw new Error(`the vendor was never asked: ${window.screen()}`);
    await wait(50);
  }
  const faults = await happen(window, event, "effect");
  const live = (await point.liveReplacements()).length;
  const after = await resumable(hands, place, true);
  return [...faults, ...after, ...(live > 1 ? [`${String(live)} new keys are alive`] : [])];
}
