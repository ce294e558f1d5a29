// How far a long reading is, in few lines: after two seconds, four, eight …
import { bytesWords } from "../core/audit/words.ts";
import type { AuditProgress } from "../ports/access-log.ts";

const FIRST_MS = 2_000;

/** Says a line now and then. `now` in ms, on a clock that only goes on. */
export function auditProgress(
  say: (line: string) => void,
  now: () => number,
): (progress: AuditProgress) => void {
  const began = now();
  let next = FIRST_MS;
  return ({ bytes, of }) => {
    const passed = now() - began;
    if (passed < next || bytes === 0) return;
    while (next <= passed) next *= 2;
    const pace = (bytes / passed) * 1000;
    const left =
      of === null || bytes >= of
        ? ""
        : ` of ${bytesWords(of)}, about ${String(Math.ceil((of - bytes) / pace))} s left`;
    say(`read ${bytesWords(bytes)}${left}, ${bytesWords(pace)} a second`);
  };
}
