// Asking a person. Only where there is a terminal; every question has a flag that answers it.
import type { Secret } from "../core/credential/secret.ts";

export interface Prompter {
  /** A line of text; no default, so that Enter alone answers nothing. */
  text(question: string): Promise<string>;
  /** A value that is not shown while it is pasted. */
  hidden(question: string): Promise<Secret>;
}
