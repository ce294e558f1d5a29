// A command line that needs no store, run in this process: its exit code and what it says.
import { createOutput } from "../../src/adapters/terminal/output.ts";
import type { Host } from "../../src/cli/host.ts";
import { run } from "../../src/cli/program.ts";

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Run it at a width. */
export async function say(args: readonly string[], columns = 80): Promise<Said> {
  const said = { out: "", err: "" };
  function stream(name: "out" | "err") {
    return {
      write(text: string) {
        said[name] += text;
        return true;
      },
      on: () => undefined,
    };
  }
  const output = createOutput({
    stdout: stream("out") as never,
    stderr: stream("err") as never,
    env: { COLUMNS: String(columns), LANG: "C.UTF-8" },
    redact: (text) => text,
    escape: (text) => text,
  });
  const host = {
    output,
    version: "1.2.3",
    env: {},
    looksLikeSecret: () => false,
    signal: new AbortController().signal,
  } as unknown as Host;
  const code = await run(args, host);
  return { code, ...said };
}
