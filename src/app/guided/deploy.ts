// Deploying: the places as a table that fills itself, while writes, reloads and proofs of use run beside the person.
import { isPlaceWritten, noPlaces } from "../../core/credential/target.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import { drawMatrix, type PlaceLook } from "../../core/session/matrix.ts";
import { runningName } from "../../core/session/open-items.ts";
import { findStep } from "../../core/runbook/runbook.ts";
import type { LiveAnswer } from "../../ports/prompter.ts";
import { lookAtPlace } from "../look-at-places.ts";
import { addPlace } from "./add-place.ts";
import { dueWords, orSay, worldNow, type Guide } from "./guide.ts";
import type { Left } from "./left.ts";
import { actOnPlace, PLACE_KEYS } from "./place-keys.ts";
import { runBeside, type Opened } from "./run.ts";

const DEPLOY = "deploy-replacement-key";
const PROVE = "verify-replacement-live";

interface Table {
  readonly looks: Map<string, PlaceLook>;
  readonly said: Map<string, string>;
}

/** What was heard about a place goes to its line. */
function hear(table: Table, credential: CredentialState): (text: string) => void {
  return (text) => {
    const place = credential.targets.find((one) => text.startsWith(`${one.id}  `));
    if (place !== undefined) table.said.set(place.id, text.slice(place.id.length + 2));
  };
}

/** Look at every place, each for itself; what is found appears in the table. */
function lookAround(guide: Guide, table: Table, id: string): void {
  guide.besides.start(`look/${id}`, async (app) => {
    const { state } = await worldNow(guide);
    const credential = state.credentials[id];
    await Promise.all(
      (credential?.targets ?? []).map(async (place) => {
        if (credential === undefined) return;
        const look = await lookAtPlace(app, state, credential, place);
        if (look !== undefined) table.looks.set(place.id, look);
      }),
    );
    return [];
  });
}

/** Write to every open place, then ask each consumer; both beside the person. */
function deployAll(
  guide: Guide,
  table: Table,
  credential: CredentialState,
  options: { readonly target?: string; readonly replaceOther?: boolean } = {},
): void {
  const heard = hear(table, credential);
  table.said.clear();
  runBeside(guide, DEPLOY, credential.id, {
    options,
    heard,
    after: async () => {
      lookAround(guide, table, credential.id);
      const places = (await credentialNow(guide, credential.id))?.targets ?? [];
      if (places.some(isPlaceWritten)) runBeside(guide, PROVE, credential.id, { heard });
    },
  });
}

function isRunning(guide: Guide, id: string): boolean {
  const running = guide.besides.running();
  return running.has(runningName(DEPLOY, id)) || running.has(runningName(PROVE, id));
}

/** The table until a key ends it, or every place is settled. */
async function showTable(guide: Guide, table: Table, id: string): Promise<LiveAnswer> {
  let world = await worldNow(guide);
  function current(): CredentialState | undefined {
    return world.state.credentials[id];
  }
  return guide.ask.live({
    keys: PLACE_KEYS,
    rows: () => current()?.targets.length ?? 0,
    refresh: async () => {
      world = await worldNow(guide);
    },
    isDone: () => current()?.new.state === "in-use" && !isRunning(guide, id),
    draw: (selected, width) => {
      const credential = current();
      if (credential === undefined) return [];
      const matrix = {
        credential,
        looks: table.looks,
        said: table.said,
        isRunning: isRunning(guide, id),
      };
      const due = dueWords(world);
      return [...drawMatrix(matrix, { selected, width, due }), ...guide.besides.strip()];
    },
  });
}

async function credentialNow(guide: Guide, id: string): Promise<CredentialState | undefined> {
  return (await worldNow(guide)).state.credentials[id];
}

/** No place is known yet: ask for the first one, or hear that there is none. False when the person goes back. */
async function firstPlace(guide: Guide, credential: CredentialState): Promise<boolean> {
  if (credential.targets.length > 0 || noPlaces(credential)) return true;
  let added = false;
  await orSay(guide, async () => {
    added = await addPlace(guide, credential);
  });
  return added;
}

/** Lead through the places of a key until they are settled or the person goes back. */
export async function deployRoom(guide: Guide, opened: Opened, id: string): Promise<Left> {
  const first = await credentialNow(guide, id);
  if (first === undefined || !(await firstPlace(guide, first))) return "back";
  const table: Table = { looks: new Map(), said: new Map() };
  for (;;) {
    lookAround(guide, table, id);
    const answer = await showTable(guide, table, id);
    const credential = await credentialNow(guide, id);
    if (credential === undefined) return "back";
    if (answer.kind === "done") {
      guide.ask.say(`IN USE ..${credential.new.last4 ?? "????"} everywhere`, "green");
      return "next";
    }
    if (answer.kind === "open") {
      // Places that hold the key already are left as they are, reloaded where they can be, and asked again.
      if (!isRunning(guide, id)) deployAll(guide, table, credential);
      continue;
    }
    if (answer.key === "b") return "back";
    const place = credential.targets[answer.row];
    const step = findStep(opened.world.compiled.runbook, DEPLOY) ?? opened.step;
    await orSay(guide, () =>
      actOnPlace(guide, { ...opened, step, credential }, answer.key, place, (target) =>
        deployAll(guide, table, credential, { target, replaceOther: true }),
      ),
    );
  }
}
