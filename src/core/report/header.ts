// What stands over a timeline, told from the events alone: to fold ten thousand of them takes longer than to print them.
import type { IncidentEvent } from "../incident/event.ts";
import type { Head } from "../journal/event.ts";
import type { FormatContext } from "./format/format.ts";

/** The same as in the folded state (a test holds both together). Throws when the journal does not begin with a declaration. */
export function headerOf(events: readonly IncidentEvent[], head: Head): FormatContext["state"] {
  const [first] = events;
  if (first?.type !== "incident.declared")
    throw new Error("the journal does not begin with incident.declared");
  const { drill, codename, restricted } = first.data;
  const rated = events.findLast((event) => event.type === "severity.set");
  return {
    id: first.stream,
    drill,
    severity: rated?.data.severity ?? null,
    declaredAt: first.occurredAt,
    head,
    codename,
    restricted,
  };
}
