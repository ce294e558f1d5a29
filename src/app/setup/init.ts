// `init`: from a few answers and what lies in the folder to a first configuration. Nothing that exists is changed.
import { ClaroIrError } from "../../core/error.ts";
import { configText, placeLine } from "../../core/setup/config-text.ts";
import { withIds, type NamedPlace } from "../../core/setup/place.ts";
import type { Config } from "../../ports/config.ts";
import type { Answers } from "./answers.ts";
import type { Ground } from "./ground.ts";

/** What `init` came to. */
export interface SetupResult {
  readonly file: string;
  /** False for a dry run, and where the file was there already. */
  readonly written: boolean;
  /** The whole file; where it was there already, lines that could be added below `targets:`. */
  readonly text: string;
  readonly targets: readonly string[];
  /** This machine's recipient; null where no identity was made. */
  readonly recipient: string | null;
  readonly next: string;
}

const NEXT = "claro-ir doctor";

/** What was found, with the ids that it would have. */
export async function findPlaces(
  ground: Ground,
): Promise<{ readonly places: readonly NamedPlace[]; readonly remarks: readonly string[] }> {
  const { places, remarks } = await ground.survey();
  return { places: withIds(places), remarks };
}

/** Write the first configuration. Exit 4 when there is one; exit 6 when it cannot be made safe on disk. */
export async function setUp(
  ground: Ground,
  answers: Answers,
  dryRun: boolean,
): Promise<SetupResult> {
  const recipient = dryRun ? await ground.recipient() : await ground.ensureRecipient();
  const text = configText({ ...answers, recipient });
  const complaint = ground.complaint(text);
  if (complaint !== undefined)
    throw new ClaroIrError("usage", "bad-answer", `The file would not load: ${complaint}.`, {
      hint: "claro-ir init --workspace <name> --target none, and add places by hand",
    });
  if (!dryRun && (await ground.create(text)) === "exists") throw alreadyThere(ground.file);
  return {
    file: ground.file,
    written: !dryRun,
    text,
    targets: answers.places.map((place) => place.id),
    recipient: recipient ?? null,
    next: NEXT,
  };
}

/**
 * There is a configuration: what could be added to it, in lines, and the identity where this machine has none.
 * Exit 4 afterwards unless there was an identity to make, or it is a dry run.
 */
export async function lookAgain(
  ground: Ground,
  config: Config,
  places: readonly NamedPlace[],
  dryRun: boolean,
): Promise<{ readonly result: SetupResult; readonly problem: ClaroIrError | undefined }> {
  const fresh = places.filter((place) => !config.targets.some((target) => holds(target, place)));
  const had = await ground.recipient();
  const recipient = had ?? (dryRun ? undefined : await ground.ensureRecipient());
  const made = had === undefined && recipient !== undefined;
  return {
    result: {
      file: ground.file,
      written: false,
      text: fresh.map((place) => `${placeLine(place)}\n`).join(""),
      targets: fresh.map((place) => place.id),
      recipient: recipient ?? null,
      next: NEXT,
    },
    problem: made || dryRun ? undefined : alreadyThere(ground.file),
  };
}

/** Whether a target is this place: the same kind, and all that was found is among its options. */
function holds(target: Config["targets"][number], place: NamedPlace): boolean {
  if (target.kind !== place.kind) return false;
  return Object.entries(place.options).every(
    ([name, value]) =>
      name === "auth" || JSON.stringify(target.options[name]) === JSON.stringify(value),
  );
}

function alreadyThere(file: string): ClaroIrError {
  return new ClaroIrError("conflict", "already-there", `${file} is there, and stays as it is.`, {
    hint: NEXT,
  });
}
