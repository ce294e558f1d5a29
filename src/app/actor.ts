// Who acts: as named, else the user of this machine.
import { ClaroIrError } from "../core/error.ts";
import type { Actor } from "../core/incident/decide/world.ts";
import type { Config } from "../ports/config.ts";

/** Without a list of operators whoever is there is the owner, by their own word. Who only looks need not be listed: they are a viewer. Throws ClaroIrError `usage` for anybody else who is not listed. */
export function actorOf(
  { named, osUser }: { readonly named: string | undefined; readonly osUser: string },
  { file, operators }: Pick<Config, "file" | "operators">,
  purpose?: "looks",
): Actor {
  if (file === null || operators.length === 0) return { id: named ?? osUser, role: "owner" };
  const listed = operators.find((operator) => operator.id === (named ?? osUser));
  const managers = operators
    .filter(({ role }) => role === "owner" || role === "admin")
    .map(({ id }) => id);
  if (listed !== undefined) return { ...listed, managers };
  if (purpose === "looks" && named === undefined) return { id: osUser, role: "viewer", managers };
  const [first = "", ...others] = operators.map(({ id }) => id);
  throw new ClaroIrError(
    "usage",
    "which-operator",
    named === undefined
      ? `${osUser} is not among the operators of ${file}.`
      : `There is no operator "${named}" in ${file}.`,
    { hint: `add --operator ${first}${others.length === 0 ? "" : ` (or ${others.join(", ")})`}` },
  );
}
