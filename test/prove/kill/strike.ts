// One case: a command killed at a moment, perhaps the one that goes on killed too, then gone on with as a person would, and judged.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Point, Ran } from "../../acceptance/robust/point.ts";
import { preload } from "../../acceptance/robust/kill.ts";
import { COMMANDS } from "../disk/commands.ts";
import { strace, TRACED_ENV } from "../disk/trace.ts";
import { faultsAtEnd, faultsAtOnce } from "./oracle.ts";
import { PLANS, type Ground, type Plan } from "./plans.ts";
import type { Moment } from "./points.ts";

export interface Case {
  readonly plan: Plan;
  readonly at: Moment;
  /** When the command that goes on is killed in its turn. */
  readonly second: Moment | undefined;
  /** Who was killed types the same again before anything else. */
  readonly isAgainFirst: boolean;
}

export interface Struck {
  readonly name: string;
  readonly kills: number;
  /** Everything that is not as it must be; empty = passed. */
  readonly faults: readonly string[];
}

function momentName({ call, nth }: Moment): string {
  return `${call}:${String(nth)}`;
}

/** What `--replay` takes: `create/link:3`, `create/link:3/again`, `create/link:3/fsync:2`. */
function caseName({ plan, at, second, isAgainFirst }: Case): string {
  const more = second === undefined ? [] : [momentName(second)];
  return [plan.id, momentName(at), ...more, ...(isAgainFirst ? ["again"] : [])].join("/");
}

/** The case of that name. */
export function caseOf(name: string): Case {
  const [id, ...words] = name.split("/");
  const plan = PLANS.find((one) => one.id === id);
  const [at, second] = words.flatMap((word) => {
    const [call = "", nth] = word.split(":");
    return nth === undefined ? [] : [{ call, nth: Number(nth) }];
  });
  if (plan === undefined || at === undefined) throw new Error(`no such case: ${name}`);
  return { plan, at, second, isAgainFirst: words.includes("again") };
}

/** Run a command that is killed at the moment. */
function killed(point: Point, args: readonly string[], at: Moment): Promise<Ran> {
  if (/^[A-Z]+$/.test(at.call)) return point.run(args, preload({ CLARO_TEST_KILL_ON: at.call }));
  const injection = { ...at, what: "signal=SIGKILL" };
  const under = strace(join(point.folder, "trace"), [at.call], [injection]);
  return point.run(args, { env: TRACED_ENV, under });
}

/** Exit codes of somebody who types a command that may have been done already. */
const ACCEPTED = [0, 3, 4, 5, 8];
/** Of somebody who looks: nothing may have been declared yet. */
const LOOKED = [0, 2];

/** A case while it is played. */
class Play {
  readonly faults: string[] = [];
  kills = 0;
  readonly #plan: Plan;
  readonly #point: Point;
  readonly #typed: readonly string[];
  readonly #say: (text: string) => void;

  constructor(plan: Plan, point: Point, say: (text: string) => void) {
    this.#plan = plan;
    this.#point = point;
    this.#say = say;
    this.#typed = [...COMMANDS[plan.id](point), "--json", "--op-id", randomUUID()];
  }

  #heard(ran: Ran): Ran {
    const { args, signal, code, stdout, stderr } = ran;
    this.#say(`${args.join(" ")}\n  ${signal ?? String(code)} ${stdout}${stderr}`);
    return ran;
  }

  #mustEnd(ran: Ran, what: string, codes: readonly number[] = ACCEPTED): void {
    if (codes.includes(ran.code ?? -1)) return;
    this.faults.push(`${what} ended ${String(ran.code)}: ${ran.stdout}${ran.stderr}`);
  }

  /** Whether the kill came before the end. */
  async kill(at: Moment, args: readonly string[] = this.#typed): Promise<boolean> {
    const ran = this.#heard(await killed(this.#point, args, at));
    if (ran.signal === "SIGKILL") this.kills += 1;
    else this.#mustEnd(ran, "it", args === this.#typed ? ACCEPTED : LOOKED);
    return ran.signal === "SIGKILL";
  }

  async again(): Promise<void> {
    const ran = this.#heard(await this.#point.by(this.#typed));
    this.#mustEnd(ran, "typed again it");
    if (ran.code === 0 && !(await this.#plan.isDone(this.#point)))
      this.faults.push("typed again it says done, and is not");
  }

  async look(): Promise<void> {
    const looked = this.#heard(await this.#point.by(["reconcile", "--json"]));
    this.#mustEnd(looked, "reconcile", LOOKED);
  }

  async judgeAtOnce(): Promise<void> {
    const hasSaid = this.#point.runs.at(-1)?.stdout.includes('"durable": true') === true;
    if (hasSaid && !(await this.#plan.isDone(this.#point)))
      this.faults.push("it said done before it was killed, and is not");
    this.faults.push(...(await faultsAtOnce(this.#point)));
  }

  async goOn(): Promise<void> {
    await this.#plan.goOn(this.#point, () => this.again());
    this.faults.push(...(await this.#plan.judge(this.#point)), ...(await faultsAtEnd(this.#point)));
  }
}

/** Play a case to its end. */
export async function strike(
  ground: Ground,
  one: Case,
  say: (text: string) => void = () => undefined,
): Promise<Struck> {
  const { plan, at, second, isAgainFirst } = one;
  const play = new Play(plan, await plan.prepare(ground), say);
  try {
    await play.kill(at);
    await play.judgeAtOnce();
    if (second !== undefined && !(await play.kill(second, ["reconcile", "--json"])))
      await play.kill(second);
    // Nobody can look at an incident before it is declared.
    if (isAgainFirst || plan.id === "start") await play.again();
    await play.look();
    await play.goOn();
  } catch (error) {
    play.faults.push(error instanceof Error ? error.message : "stuck");
  }
  return { name: caseName(one), kills: play.kills, faults: play.faults };
}
