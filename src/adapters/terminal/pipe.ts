// Feeding a key to a program's stdin; never through a shell, never in its arguments.
import { spawn } from "node:child_process";
import { ClaroIrError } from "../../core/error.ts";
import type { Secret } from "../../core/credential/secret.ts";

/**
 * Run `argv` with the value and a newline on stdin. Its own output is passed through, to stderr where `aside` (stdout holds a document).
 * Gives its exit code (128 for a signal). Throws kind `usage` when it cannot be started.
 */
export function pipeTo(argv: readonly string[], secret: Secret, aside: boolean): Promise<number> {
  const [program, ...rest] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program ?? "", rest, {
      stdio: ["pipe", aside ? process.stderr : "inherit", "inherit"],
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      reject(
        new ClaroIrError(
          "usage",
          "not-started",
          `${program ?? "it"} could not be started (${error.code ?? "unknown"}).`,
          {
            hint: "Is it installed, and on PATH?",
          },
        ),
      );
    });
    // A program that ends without reading its stdin is its own affair.
    child.stdin.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") reject(error);
    });
    child.on("close", (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
    child.stdin.end(`${secret.reveal()}\n`);
  });
}
