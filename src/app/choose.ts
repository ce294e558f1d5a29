// Which incident a command is about where nobody names one.
import { ClaroIrError } from "../core/error.ts";
import { kindOf } from "../core/incident/kind.ts";
import type { IncidentState } from "../core/incident/state.ts";
import {
  leftOutLine,
  incidentIds,
  openIncidents,
  leftOutKind,
  type LeftOut,
  type Reader,
} from "./list.ts";

/**
 * The incident a command is about: the named one (a unique end such as `k7f3` is enough), else the only open one that is no drill,
 * incidents before rotations. Exit 2 otherwise. While one that cannot be read could be meant as well, only a command that changes nothing goes on
 * with the other, which `passOver` tells people; exit 7 (2 where it is not damaged) where nothing else is open.
 */
export async function chooseIncident(
  app: Reader,
  name: string | undefined,
  passOver?: (line: string) => void,
): Promise<string> {
  const ids = await incidentIds(app);
  if (name !== undefined) {
    const found = ids.filter((id) => id === name || id.endsWith(`-${name}`));
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    throw new ClaroIrError("usage", "unknown-incident", `There is no incident ${name} here.`, {
      hint: "claro-ir list",
    });
  }
  const { states: all, damaged } = await openIncidents(app);
  const real = all.filter((state) => !state.drill);
  const incidents = real.filter((state) => kindOf(state.id) === "incident");
  // A rotation is meant only while no incident is open.
  const open = incidents.length > 0 ? incidents : real;
  const unsure = damaged.filter(
    ({ incident }) => incidents.length === 0 || kindOf(incident) === "incident",
  );
  const [only] = open;
  if (only === undefined) throw noneOpen(all, unsure);
  if (open.length > 1) throw severalOpen(open, unsure);
  const [first] = unsure;
  if (first === undefined) return only.id;
  if (passOver === undefined) throw maybeMeant(only, unsure, first);
  for (const one of unsure) passOver(leftOutLine(one));
  return only.id;
}

function named(states: readonly IncidentState[]): string {
  return states.map((state) => state.id).join(", ");
}

/** Behind the open ones: those of which nobody knows. */
function unknownWords(damaged: readonly LeftOut[]): string {
  return [true, false]
    .map((isDamaged) => damaged.filter((one) => one.isDamaged === isDamaged))
    .filter((some) => some.length > 0)
    .map((some) => {
      const ids = some.map(({ incident }) => incident).join(", ");
      return ` ${some[0]?.isDamaged === true ? "Damaged" : "Not readable"}: ${ids}.`;
    })
    .join("");
}

function severalOpen(open: readonly IncidentState[], damaged: readonly LeftOut[]): ClaroIrError {
  const kind = open.some((state) => kindOf(state.id) === "incident") ? "incidents" : "rotations";
  return new ClaroIrError(
    "usage",
    "which-incident",
    `${String(open.length)} ${kind} are open: ${named(open)}.${unknownWords(damaged)}`,
    { hint: "name one with --incident <id>" },
  );
}

/** Who types without naming one may mean the one that cannot be read: what changes something does not guess. */
function maybeMeant(
  only: IncidentState,
  damaged: readonly LeftOut[],
  { incident }: LeftOut,
): ClaroIrError {
  return new ClaroIrError(
    "usage",
    "which-incident",
    `${only.id} is open, but another one may be meant.${unknownWords(damaged)}`,
    {
      hint: `--incident ${only.id} to go on with that; what is wrong with the other: claro-ir verify --incident ${incident}`,
    },
  );
}

/** Rehearsals are never meant by default, but whoever left one is looking for it. */
function noneOpen(drills: readonly IncidentState[], damaged: readonly LeftOut[]): ClaroIrError {
  const [first] = drills;
  const other = first === undefined ? "" : ` Drills are: ${named(drills)}.`;
  const message = `No incident is open here.${other}`;
  const [broken] = damaged;
  if (broken !== undefined)
    return new ClaroIrError(...leftOutKind(broken), `${message}${unknownWords(damaged)}`, {
      hint: `claro-ir verify --incident ${broken.incident} (a key leaked: claro-ir start)`,
    });
  return new ClaroIrError("usage", "which-incident", message, {
    hint:
      first === undefined
        ? "claro-ir start (for an ended one: --incident <id>)"
        : `for the drill: --incident ${first.id}; for a real one: claro-ir start`,
  });
}
