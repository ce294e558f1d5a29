// One process that runs the program's commands in itself, one after the other, as messages ask for them: no start-up to pay each time.
import { join } from "node:path";
import { run } from "../../src/cli/program.ts";
import { createWiring } from "../../src/wiring.ts";

interface Asked {
  readonly id: number;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const written = { out: "", err: "" };

function capture(stream: NodeJS.WriteStream, name: "out" | "err"): void {
  stream.write = function write(chunk: unknown, ...rest: unknown[]): boolean {
    written[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk as Buffer).toString();
    const done = rest.find((one) => typeof one === "function");
    if (done !== undefined) queueMicrotask(done as () => void);
    return true;
  };
}

async function answer({ args, cwd, env }: Asked) {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  const wiring = createWiring({
    packageRoot: join(import.meta.dirname, "..", ".."),
    signal: new AbortController().signal,
  });
  const code = await run(args, wiring);
  await wiring.output.flush();
  return { code, signal: null, stdout: written.out, stderr: written.err };
}

// Each command listens for errors of the streams; here they are many.
process.stdout.setMaxListeners(0);
process.stderr.setMaxListeners(0);
capture(process.stdout, "out");
capture(process.stderr, "err");
// One after the other: folder, environment and streams are the process's own.
let last = Promise.resolve();
process.on("message", (asked: Asked) => {
  last = last.then(async () => {
    const ended = await answer(asked);
    written.out = "";
    written.err = "";
    process.send?.({ id: asked.id, ended });
  });
});
process.on("disconnect", () => {
  process.exitCode = 0;
});
