// Commands of the program run in this process, any number at the same time, each on a clock that the caller moves.
import { join } from "node:path";
import { run } from "../../src/cli/program.ts";
import type { Host } from "../../src/cli/host.ts";
import { createOutput, type OutputStream } from "../../src/adapters/terminal/output.ts";
import { forTerminal } from "../../src/core/redaction/escape.ts";
import type { Clock } from "../../src/ports/system.ts";
import { createWiring } from "../../src/wiring.ts";
import type { Ended } from "./cli.ts";

const PACKAGE_ROOT = join(import.meta.dirname, "..", "..");

/** Keeps what is written, and says at once that it is out. */
function sink(): { readonly stream: OutputStream; text(): string } {
  const parts: string[] = [];
  function write(chunk: unknown, ...rest: unknown[]): boolean {
    parts.push(typeof chunk === "string" ? chunk : Buffer.from(chunk as Uint8Array).toString());
    const done = rest.find((one) => typeof one === "function");
    if (done !== undefined) queueMicrotask(done as () => void);
    return true;
  }
  const stream = { write, on: () => stream } as unknown as OutputStream;
  return { stream, text: () => parts.join("") };
}

/**
 * Run one command line to its end. Folder and environment are the process's own: name store and configuration by flags. Never asks.
 * `clock` is the one that deadlines, waits and probes use.
 */
export async function inside(args: readonly string[], clock: Clock): Promise<Ended> {
  const signal = new AbortController().signal;
  const usual = createWiring({ packageRoot: PACKAGE_ROOT, signal });
  const [out, err] = [sink(), sink()];
  const output = createOutput({
    stdout: out.stream,
    stderr: err.stream,
    env: {},
    redact: (text) => usual.output.redact(text),
    escape: forTerminal,
  });
  const host: Host = {
    ...usual,
    interactive: false,
    output,
    openReading: async (options) => ({ ...(await usual.openReading(options)), clock }),
    openApp: async (options) => ({
      ...(await usual.openApp(options)),
      clock,
      say: (line) => output.err(line),
    }),
  };
  const code = await run(args, host);
  await output.flush();
  return { code, signal: null, stdout: out.text(), stderr: err.text() };
}
