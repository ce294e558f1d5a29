// Work that goes on while the person does something else: proofs and deployments. Its words appear as a strip; its failures too.
import { ClaroIrError } from "../../core/error.ts";
import type { Line } from "../../core/session/line.ts";
import { toInstant } from "../../core/instant.ts";
import type { App } from "../context.ts";

/** Lines of the strip that stay on the screen. */
const STRIP_LINES = 3;

export interface Besides {
  /** Begin it unless work of that name runs already. Its lines appear on the strip, and go to `heard`. */
  start(
    name: string,
    work: (app: App) => Promise<readonly string[]>,
    heard?: (text: string) => void,
  ): void;
  /** Names of what runs now. */
  running(): ReadonlySet<string>;
  /** The newest words, for the bottom of a screen. */
  strip(): readonly Line[];
  /** The session is over: waits end, an act under way is finished and put on record. Resolves when nothing runs any more. */
  end(): Promise<void>;
}

function lineOf(text: string): Line {
  const style = text.includes("!!")
    ? "red"
    : /\bDEAD:|contained|in use/i.test(text)
      ? "green"
      : "dim";
  return { text, style };
}

/** A strip for one session. */
export function createBesides(app: App): Besides {
  const words: string[] = [];
  const running = new Map<string, Promise<void>>();
  const ending = new AbortController();
  const signal = AbortSignal.any([app.signal, ending.signal]);
  function clock(): string {
    return toInstant(app.clock.now()).slice(11, 19);
  }
  return {
    start(name, work, heard) {
      if (running.has(name)) return;
      const said = new Set<string>();
      function say(text: string): void {
        // Indented lines are what to type outside a session; the screen at hand offers keys for it.
        if (text.startsWith("  ")) return;
        said.add(text);
        words.push(`${clock()} ${text}`);
        heard?.(text);
      }
      const task = work({ ...app, op: app.random.uuid(), say, signal })
        .then((lines) => {
          // What was said on the way is not said again as the result.
          for (const text of lines) if (!said.has(text)) say(text);
        })
        .catch((error: unknown) => {
          if (signal.aborted) return;
          say(
            `!! ${name}: ${error instanceof ClaroIrError ? error.message : "failed unexpectedly"}`,
          );
        })
        .finally(() => {
          running.delete(name);
        });
      running.set(name, task);
    },
    running: () => new Set(running.keys()),
    strip: () => words.slice(-STRIP_LINES).map(lineOf),
    async end() {
      ending.abort();
      await Promise.all(running.values());
    },
  };
}
