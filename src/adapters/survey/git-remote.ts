// Where a repository is hosted: git is asked, because its configuration is its own.
import { execFile } from "node:child_process";
import type { Remote } from "./surveyor.ts";

const TIMEOUT_MS = 5000;

/** The remote `origin` of the repository around a folder; undefined without git, repository or remote. */
export async function gitRemote(folder: string): Promise<Remote | undefined> {
  const url = await new Promise<string>((resolve) => {
    execFile(
      "git",
      // The repository may be a stranger's: its configuration must not make git start programs.
      [
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.hooksPath=/dev/null",
        "remote",
        "get-url",
        "origin",
      ],
      { cwd: folder, timeout: TIMEOUT_MS },
      // No git, no repository, no such remote: all the same to us.
      (_error, stdout) => resolve(stdout.trim()),
    );
  });
  return remoteOf(url);
}

/** `git@host:path.git`, `ssh://git@host/path.git` and `https://host/path.git` (git-clone(1), GIT URLS). */
export function remoteOf(address: string): Remote | undefined {
  const short = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(address);
  const url =
    short === null ? URL.parse(address) : URL.parse(`ssh://${short[1] ?? ""}/${short[2] ?? ""}`);
  if (url === null || url.hostname === "") return undefined;
  const path = url.pathname.replace(/^\/+/, "").replace(/(\.git)?\/*$/, "");
  return /^[\w./-]+$/.test(path) ? { host: url.hostname, path } : undefined;
}
