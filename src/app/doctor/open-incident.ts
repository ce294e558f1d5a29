// Is an incident still open that nobody works on? It would be what a bare `claro-ir` goes on with.
import { DAY, toEpoch } from "../../core/instant.ts";
import { readRecords, type Reader } from "../list.ts";
import { green, note, red, type Check, type Finding } from "./check.ts";
import type { Site } from "./site.ts";

const FORGOTTEN = 7 * DAY;

async function look({ clock }: Site, record: Reader): Promise<readonly Finding[]> {
  const open = (await readRecords(record)).states.filter(
    (state) => state.state === "open" && !state.drill,
  );
  if (open.length === 0) return [green("none is left open")];
  return Promise.all(
    open.map(async ({ id }) => {
      const { events } = await record.journal.read(id);
      const last = events.at(-1);
      const resume = `claro-ir resume --incident ${id}`;
      return last !== undefined && toEpoch(last.at) + FORGOTTEN < clock.now()
        ? red(`${id} is open, and nothing was recorded since ${last.at.slice(0, 10)}`, resume)
        : note(`${id} is open: ${resume}`);
    }),
  );
}

export const openIncidents: Check = {
  id: "open-incident",
  needs: ["store"],
  looks: (site) => {
    const { record } = site;
    return record === undefined ? [] : [{ about: "", look: () => look(site, record) }];
  },
};
