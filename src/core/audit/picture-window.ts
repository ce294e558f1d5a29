// Which part of an audited time its picture shows: minutes of misuse in a day of logs would else be a stroke at its edge.
import { MINUTE, toEpoch, toInstant, type Instant } from "../instant.ts";
import type { CredentialAudit, Span } from "./report.ts";

/** What is shown around what matters: a quarter of its length, but not less than this. */
const LEAST_MARGIN = 15 * MINUTE;
/** An exposure that began longer ago than so many lengths of the rest is told in words. */
const EXPOSURE_AT_MOST = 4;

/** Instants that are drawn as upright lines, where they lie inside. */
export interface Marks {
  readonly exposedFrom: Instant | null;
  /** Its first dead answer. */
  readonly containedAt: Instant | null;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function around(instants: readonly number[]): Stretch {
  const [from, to] = [Math.min(...instants), Math.max(...instants)];
  const margin = Math.max(LEAST_MARGIN, (to - from) / 4);
  return { from: from - margin, to: to + margin };
}

/** Strangers' minutes and the end of the key, with the exposure's beginning where that is not long before. */
function whatMatters(
  { series }: Pick<CredentialAudit, "series">,
  { exposedFrom, containedAt }: Marks,
  window: Stretch,
): Stretch {
  const strange = series.flatMap(([minute, , foreign]) =>
    foreign > 0 ? [minute * MINUTE, (minute + 1) * MINUTE] : [],
  );
  const dead = containedAt === null ? [] : [toEpoch(containedAt)];
  const exposed = exposedFrom === null ? [] : [Math.max(toEpoch(exposedFrom), window.from)];
  const stillOpen = exposedFrom !== null && containedAt === null ? [window.to] : [];
  const core = [...strange, ...dead, ...stillOpen].filter(
    (at) => at >= window.from && at <= window.to,
  );
  if (core.length === 0) return window;
  const near = around(core);
  const all = around([...core, ...exposed]);
  return all.to - all.from <= (near.to - near.from) * EXPOSURE_AT_MOST ? all : near;
}

/** The part that is drawn, in whole minutes. All of the audited time where what matters takes up half of it or nothing is to be seen. */
export function shownSpan(
  audit: Pick<CredentialAudit, "series">,
  window: Span,
  marks: Marks,
): Span {
  const whole = { from: toEpoch(window.from), to: toEpoch(window.to) };
  const wanted = whatMatters(audit, marks, whole);
  const from = Math.max(whole.from, Math.floor(wanted.from / MINUTE) * MINUTE);
  const to = Math.min(whole.to, Math.ceil(wanted.to / MINUTE) * MINUTE);
  if ((to - from) * 2 >= whole.to - whole.from) return window;
  return { from: toInstant(from), to: toInstant(to) };
}
