// A screen of a real terminal as a file: the clock stands still, and what is made by chance has a stand-in as wide.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "../support/cli.ts";
import { openTerminal, type TerminalWindow } from "../support/terminal.ts";

export const MINUTE_ONE = "2026-11-23T02:10:00.000Z";

/** Sandbox seconds in a real one: none pass while a test runs. */
export const STILL = 0.000001;

export const FROZEN: Readonly<Record<string, string>> = {
  CLARO_IR_TEST_CLOCK: "1",
  CLARO_IR_TEST_SPEED: String(STILL),
  CLARO_IR_OPERATOR: "dana",
};

/** Where temporary folders lie on every system: a path on a screen is as long everywhere. */
export const TEMPORARY = "/tmp";

/** A terminal to be photographed. */
interface Kind {
  readonly name: string;
  readonly columns: number;
  readonly env: Readonly<Record<string, string>>;
}

export const KINDS: readonly Kind[] = [
  { name: "80", columns: 80, env: {} },
  { name: "40", columns: 40, env: {} },
  { name: "80-plain", columns: 80, env: { NO_COLOR: "1" } },
  { name: "40-plain", columns: 40, env: { NO_COLOR: "1" } },
];

/** A window of this kind, whose clock stands at `now`. */
export function opened(
  home: Home,
  { columns, env }: Kind,
  args: readonly string[],
  now = MINUTE_ONE,
): TerminalWindow {
  return openTerminal({
    home,
    columns,
    rows: 60,
    env: { ...env, ...FROZEN },
    args: ["--now", now, ...args],
  });
}

/** Other letters in the place of these, also where a line was broken between them. */
function standIn(screen: string, letters: string, others: string): string {
  const brokenAnywhere = new RegExp(Array.from(letters).join(String.raw`(?:\n\s*)?`), "g");
  return screen.replaceAll(brokenAnywhere, (found) => {
    let at = 0;
    return found.replaceAll(/\S/g, () => others[at++] ?? "");
  });
}

/** What is made by chance, by stand-ins as wide: id, digests, the home's folder, the port of the sandbox. */
function standIns(screen: string, home: Home): string {
  const id = readdirSync(join(home.store, "incidents")).find((name) => name.startsWith("INC-"));
  const named = standIn(screen, id?.slice(-4) ?? "none", "k7f3");
  return standIn(named, home.folder.slice(-6), "aaaaaa")
    .replaceAll(/(-ir-k7f3-)[0-9a-f]{6}/g, "$14e2a9c")
    .replaceAll(/(#\d+ )([0-9a-f]{4,8})\b/g, (_all, number: string, digest: string) =>
      number.concat("91ac91ac".slice(0, digest.length)),
    )
    .replaceAll(/(127\.0\.0\.1:)\d{5}/g, "$140404");
}

/** The screen at rest, from the last row on that matches. */
export async function shot(window: TerminalWindow, home: Home, from: RegExp): Promise<string> {
  await window.settled();
  return standIns(window.cells(from), home);
}

/** Where that screen is kept; `vitest -u` writes it anew. */
export function fileOf(name: string, kind: Kind): string {
  return join(import.meta.dirname, `${name}-${kind.name}.txt`);
}
