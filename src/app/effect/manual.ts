// Where there is no automation: the clicks for a person, as a refusal that carries them.
import { ClaroIrError } from "../../core/error.ts";

/** Exit 3 with manual instructions; `lines` are shown one below the other. */
export class ManualStepError extends ClaroIrError {
  readonly lines: readonly string[];
  /** Name that the clicks give to a new key; the run that takes its value must be told the same. */
  readonly newName: string | undefined;

  constructor(
    code: string,
    message: string,
    lines: readonly string[],
    hint: string,
    newName?: string,
  ) {
    super("refused", code, message, { hint });
    this.lines = lines;
    this.newName = newName;
  }
}
