// Compose files: the env files that containers are given, whatever they are called. They need another way of writing than a .env.
import { basename, dirname, posix } from "node:path";
import { parse } from "yaml";
import type { FoundPlace } from "../../core/setup/place.ts";
import { keysIn, placeOf } from "./env-file.ts";
import type { Surveyor } from "./surveyor.ts";
import { READ_YAML, recordOf, textsIn } from "./yaml-data.ts";

export const compose: Surveyor = {
  id: "compose",
  wants: (path) => /^(docker-)?compose([.-].*)?\.ya?ml$/.test(basename(path)),
  async places(path, text, around) {
    const services = Object.values(recordOf(recordOf(parse(text, READ_YAML))["services"]));
    const named = services.flatMap((service) => envFilesOf(recordOf(service)["env_file"]));
    const found: FoundPlace[] = [];
    for (const name of new Set(named)) {
      const file = posix.join(dirname(path), name);
      // What lies outside is somebody else's folder.
      if (file.startsWith("..") || name.startsWith("/")) continue;
      const inside = await around.read(file);
      if (inside === undefined) continue;
      found.push(...keysIn(inside).map((one) => placeOf("docker-env-file", file, one)));
    }
    return found;
  },
};

/** `env_file:` is a path, or a list of paths or of `{ path }` (Compose specification). */
function envFilesOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return textsIn(list.map((one) => (typeof one === "string" ? one : recordOf(one)["path"])));
}
