// Paths as the system has them.
import { isAbsolute, relative, resolve } from "node:path";
import type { Paths } from "../../ports/search.ts";

export const paths: Paths = {
  absolute: (path, folder = process.cwd()) => resolve(folder, path),
  within(folder, path) {
    const absolute = resolve(path);
    const below = relative(folder, absolute);
    return below.startsWith("..") || isAbsolute(below) ? absolute : below;
  },
};
