// What a command group is handed when it registers.
import type { Command } from "commander";
import type { Host } from "./host.ts";

/** What a command group adds to: the program, and the world. `exit` sets the code of a run that printed its result. */
export interface Cli {
  readonly program: Command;
  readonly host: Host;
  exit(code: number): void;
  /** Run another command with the same global options; gives its exit code. */
  again(words: readonly string[]): Promise<number>;
  /** The program with the commands that these words could mean: all, where they name none. */
  everything(words: readonly string[]): Promise<Command>;
}
