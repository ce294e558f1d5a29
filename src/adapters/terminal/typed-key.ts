// Which key was pressed, as people name it: `+` and `?` have no name of their own.
import type { KeypressEvent } from "@inquirer/core";

/** The character typed, or the key's name where there is none. */
export function typedKey(event: KeypressEvent): string {
  const { sequence } = event as { readonly sequence?: string };
  return sequence !== undefined && sequence.length === 1 ? sequence : event.name;
}
