// The logs that an audit will need, and the table of places: are they where the configuration says?
import { shellWord } from "../../core/shell-word.ts";
import { green, red, type Check, type Finding, type Look } from "./check.ts";
import type { Site } from "./site.ts";

/** What a pattern leads to, up to its first sign. */
function plainPart(path: string): string {
  const at = path.search(/[*?[{]/);
  return at === -1 ? path : path.slice(0, path.lastIndexOf("/", at) + 1);
}

async function look(site: Site, path: string): Promise<readonly Finding[]> {
  const place = plainPart(path);
  return (await site.files.exists(place))
    ? [green(`there: ${path}`)]
    : [red(`nothing is there: ${place}`, `ls -l ${shellWord(place)}`)];
}

export const logs: Check = {
  id: "logs",
  needs: ["configuration"],
  looks(site): readonly Look[] {
    const { audit, folder } = site.config;
    const paths = [
      ...audit.sources.map((one) => one.path),
      ...(audit.geo === null ? [] : [audit.geo]),
    ];
    return paths.map((path) => ({
      about: path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path,
      look: () => look(site, path),
    }));
  },
};
