// What takes as long to start as the program, and so starts beside it: the threads of an audit.
import { callCrew } from "./adapters/access-log/crew.ts";

/** Start what a command line will need. Whatever in it names no large file counts for nothing. */
export function startAhead(args: readonly string[]): void {
  callCrew(args);
}
