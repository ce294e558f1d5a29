// The program behind the shim: start the supervision, load, run, give the exit code. Everything else is loaded from here.
import { dirname } from "node:path";
import { supervise } from "./signals.ts";

/** The folder that holds `runbooks`, `schema` and `package.json`, from the sources as from the build. */
export function packageRoot(): string {
  return dirname(import.meta.dirname);
}

/** Run claro-ir with this process's arguments and set its exit code. Never rejects. */
export async function main(): Promise<void> {
  const supervision = supervise();
  let code = 0;
  const [command, ...more] = process.argv.slice(2);
  try {
    if (command === "audit") (await import("./wiring-ahead.ts")).startAhead(more);
    const [{ run }, { createWiring }] = await Promise.all([
      import("./cli/program.ts"),
      import("./wiring.ts"),
    ]);
    const wiring = createWiring({ packageRoot: packageRoot(), signal: supervision.signal });
    supervision.redactWith((text) => wiring.output.clean(text));
    code = await run(process.argv.slice(2), wiring);
    await wiring.output.flush();
  } catch (error) {
    const failed = supervision.code() ?? supervision.bug(error);
    // Whoever could not read all of the answer still learns from the code how the command ended.
    if (code === 0) code = failed;
  } finally {
    process.exitCode = supervision.code() ?? code;
    supervision.done();
  }
}
