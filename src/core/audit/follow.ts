// Whom to follow: what was made with a key and can act by itself is looked for in a second pass over the logs.
import type { AccessEvent } from "./access-event.ts";
import type { Activity, Changed, KeyNames } from "./activity.ts";

/** Things that can act once they are made. */
const ACTING: ReadonlySet<string> = new Set(["key", "session", "user", "role", "service-account"]);

/** Something that lets somebody in was made, not only tried. */
export function isMade({ change, outcome }: Changed): boolean {
  return outcome === "success" && change.does === "creates" && ACTING.has(change.what);
}

/** What was made in these activities and is not followed yet. To be asked again with what the next pass finds, until it gives nothing. */
export function toFollow(
  activities: readonly Activity[],
  followed: ReadonlySet<string>,
): readonly KeyNames[] {
  const ids = activities.flatMap(({ changes }) =>
    changes.filter(isMade).map(({ change }) => change.id),
  );
  return [...new Set(ids)]
    .filter((id) => !followed.has(id))
    .map((id) => ({ key: id, names: [id] }));
}

/** Whether the event is the deed of what is named so: of a key or session by its id, of a user or role by who acted (AWS ARNs included). */
export function isDeedOf(
  { key, principal }: Pick<AccessEvent, "key" | "principal">,
  name: string,
): boolean {
  if (key === name || principal === name) return true;
  if (principal === null) return false;
  return principal.endsWith(`:user/${name}`) || principal.includes(`:assumed-role/${name}/`);
}
