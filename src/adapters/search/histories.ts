// Files in which shells and consoles remember what was typed: a key given as an argument stays there.
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Under the home folder, as each program documents it. */
const FILES: readonly string[] = [
  ".bash_history",
  ".zsh_history",
  ".zhistory",
  ".histfile",
  ".sh_history",
  ".ash_history",
  ".local/share/fish/fish_history",
  ".local/share/powershell/PSReadLine/ConsoleHost_history.txt",
  ".python_history",
  ".node_repl_history",
  ".psql_history",
  ".mysql_history",
  ".sqlite_history",
  ".rediscli_history",
  ".mongosh/mongosh_repl_history",
  ".lesshst",
  ".viminfo",
];

/** Those that exist, absolute; HISTFILE names one more. */
export function historyFiles(
  home: string,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const named = env["HISTFILE"];
  const all = [...FILES.map((file) => join(home, file)), ...(named ? [named] : [])];
  return [...new Set(all)].filter((file) => existsSync(file));
}
