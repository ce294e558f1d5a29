// What `init` must be told, from flags: who, where, which vendor, which places. What is not said has a usual answer.
import { ClaroIrError } from "../../core/error.ts";
import type { Person } from "../../core/setup/config-text.ts";
import type { NamedPlace } from "../../core/setup/place.ts";
import type { Ground } from "./ground.ts";

export interface Answers {
  readonly workspace: string;
  readonly people: readonly [Person, ...Person[]];
  readonly provider: string;
  readonly places: readonly NamedPlace[];
}

/** As flags give them; undefined = not said. */
export interface SetupFlags {
  readonly workspace: string | undefined;
  /** `dana:owner,sam:admin`. */
  readonly operator: string | undefined;
  readonly provider: string | undefined;
  /** Ids of places, `all` or `none`. */
  readonly targets: readonly string[] | undefined;
}

const ROLES = ["owner", "admin", "member", "viewer"] as const;
const ID = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** `dana:owner` or `dana owner`; without a role owner. Throws ClaroIrError `usage`. */
export function personOf(text: string): Person {
  const [id = "", role = "owner", ...rest] = text.trim().split(/[\s:]+/);
  const known = ROLES.find((one) => one === role);
  if (!ID.test(id) || known === undefined || rest.length > 0)
    throw new ClaroIrError("usage", "bad-operator", `"${text}" is no operator with a role.`, {
      hint: `--operator dana:owner,sam:admin (roles: ${ROLES.join(", ")})`,
    });
  return { id, role: known };
}

/** People from `--operator`; the first is whoever runs this. */
export function peopleOf(text: string): readonly [Person, ...Person[]] {
  const [first = "", ...rest] = text.split(",");
  return [personOf(first), ...rest.map(personOf)];
}

/** The places that were asked for, of those that were found. Throws ClaroIrError `usage` for one that was not. */
export function chosenPlaces(
  found: readonly NamedPlace[],
  wanted: readonly string[],
): readonly NamedPlace[] {
  if (wanted.includes("all")) return found;
  return wanted
    .filter((id) => id !== "none")
    .map((id) => {
      const place = found.find((one) => one.id === id);
      if (place !== undefined) return place;
      throw new ClaroIrError("usage", "unknown-place", `No place "${id}" was found here.`, {
        hint: `--target all, none, or of: ${found.map((one) => one.id).join(", ") || "(nothing was found)"}`,
      });
    });
}

/** The entry of a kind of provider. Throws ClaroIrError `usage` for an unknown kind. */
export function providerEntry({ providers }: Ground, kind: string): string {
  const found = providers.find((one) => one.kind === kind);
  if (found !== undefined) return found.example;
  throw new ClaroIrError("usage", "unknown-kind", `There is no kind of provider "${kind}".`, {
    hint: `--provider ${providers.map((one) => one.kind).join("|")}`,
  });
}

/** Answers from flags alone, with the usual ones for what was not said. */
export function answersFrom(
  ground: Ground,
  found: readonly NamedPlace[],
  flags: SetupFlags,
): Answers {
  return {
    workspace: flags.workspace ?? ground.folderName,
    people: peopleOf(flags.operator ?? `${ground.osUser}:owner`),
    provider: providerEntry(ground, flags.provider ?? "claro"),
    places: chosenPlaces(found, flags.targets ?? ["all"]),
  };
}
