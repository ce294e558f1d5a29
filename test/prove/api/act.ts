// One case from its beginning to the end of the incident: a request goes wrong, a person goes on, and everything is judged.
import { words } from "../../acceptance/robust/point.ts";
import { idOf, prepare, type Case } from "./plays.ts";
import { leaks, replacements, untrue } from "./truth.ts";
import { World, type Ran } from "./world.ts";

/** Most commands that a person types to get to the end of the cut and the replacement. */
const ENOUGH = 40;

const CODES = { unknown: 5, refused: 8, done: 0 } as const;
/** What a command may end with whose look was disturbed: done, found something, refused, unknown, remote. */
const AFTER_A_LOOK = [0, 1, 3, 5, 8];

/** The command after the last `next:` of what was said; undefined where none was. */
function hintIn({ stdout, stderr }: Ran): string | undefined {
  return [...`${stdout}\n${stderr}`.matchAll(/next: (claro-ir [^\n]+)$/gm)].at(-1)?.[1];
}

/** Go on as a person would who types what is recommended, and what an error says. */
async function follow(world: World): Promise<string | undefined> {
  let hint: string | undefined;
  for (let round = 0; round < ENOUGH; round += 1) {
    const status = await world.status();
    if (status.contained.at !== null && status.restored.at !== null) return undefined;
    const command = hint ?? status.next[0]?.command;
    if (command === undefined) return "nothing is next, and the incident is not over";
    const ran = await world.run(words(command));
    if (ran.code === 70) return `${command} met a bug: ${ran.stderr}`;
    hint = ran.code === 0 ? undefined : hintIn(ran);
  }
  return "following what is next leads nowhere";
}

/** The disturbed command, and the same again while its outcome is unknown. */
async function disturbed(world: World, { play, bad }: Case): Promise<readonly string[]> {
  await world.fault({ endpoint: play.endpoint, ...bad.order });
  const ran = await world.run(play.command);
  await world.calm();
  const wanted = play.change === null ? AFTER_A_LOOK : [CODES[bad.means[play.change]]];
  const faults = [...(await untrue(world))];
  if (!wanted.includes(ran.code ?? -1))
    faults.push(
      `exit ${String(ran.code)} instead of ${wanted.join(" or ")}: ${ran.stdout}${ran.stderr}`,
    );
  if (play.change === null || ran.code !== 5) return faults;
  const again = await world.run(play.command);
  if (again.code !== 5) faults.push(`the same again ended with ${String(again.code)}`);
  if ((await world.status()).unknown.length === 0) faults.push("unknown, and not on record so");
  return [...faults, ...(await untrue(world))];
}

/** What is left at the end. */
async function outcome(world: World): Promise<readonly string[]> {
  const status = await world.status();
  const [credential] = status.credentials;
  const keys = await world.keys();
  const live = replacements(keys);
  const wrong: Readonly<Record<string, boolean>> = {
    "not contained": status.contained.at === null,
    "not restored": status.restored.at === null,
    "something is unknown": status.unknown.length > 0,
    [`${String(live.length)} new keys work`]: live.length !== 1,
    "the new key is not the recorded one": live[0]?.id !== credential?.new.keyId,
    "the old key still works": keys.some(({ id, accepted }) => id === world.old.id && accepted),
    "the place does not use the new key":
      credential?.targets.some(({ state }) => state !== "in-use") === true,
    "verify finds damage": (await world.run(["verify"])).code !== 0,
  };
  return Object.entries(wrong).flatMap(([text, isSo]) => (isSo ? [text] : []));
}

async function goOn(world: World): Promise<readonly string[]> {
  const reconciled = await world.run(["reconcile", "--json"]);
  const faults = [...(await untrue(world))];
  if (reconciled.code !== 0)
    faults.push(`reconcile ended with ${String(reconciled.code)}: ${reconciled.stdout}`);
  const stuck = await follow(world);
  if (stuck !== undefined) faults.push(stuck);
  return [...faults, ...(await untrue(world)), ...(await outcome(world)), ...(await leaks(world))];
}

/** What a key makes untrue that showed after everybody had stopped waiting for it. */
const STRAY =
  /^(?:a new key works that nobody knows of|\d new keys work|the new key is not the recorded one)$/;

/** Nobody could know of that key; but the incident must not end with it. */
async function heldUp(world: World, faults: readonly string[]): Promise<readonly string[]> {
  const { code, stderr } = await world.run(["close", "--because", "it is over"]);
  const isSeen = code === 3 && stderr.includes("in nobody's hands");
  const rest = faults.filter((fault) => !STRAY.test(fault));
  return isSeen ? rest : [...rest, `a key in nobody's hands, and close ended with ${String(code)}`];
}

/** Play one case in a world of its own; gives what did not hold. `tell` hears of every command. */
export async function act(one: Case, tell: (text: string) => void): Promise<readonly string[]> {
  const world = await World.open(one.play.canDisable === true);
  try {
    await prepare(world, one.play);
    const faults = [...(await disturbed(world, one)), ...(await goOn(world))];
    for (const { args, code, stdout, stderr } of world.runs)
      tell(`claro-ir ${args.join(" ")}   -> ${String(code)}\n${stdout}${stderr}`);
    const isStray = one.bad.isTooLate === true && faults.some((fault) => STRAY.test(fault));
    return isStray ? await heldUp(world, [...new Set(faults)]) : [...new Set(faults)];
  } catch (error) {
    return [`${idOf(one)} broke off: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    await world.close();
  }
}
