// Disks with room for so many more pages: the record lies on one, and a command runs into its end.
import { execFileSync } from "node:child_process";
import { renameSync, mkdirSync, rmSync } from "node:fs";
import type { Point } from "../../acceptance/robust/point.ts";

/** Bytes that tmpfs gives out at a time. */
const PAGE = 4096;

function pagesOf(folder: string): number {
  const [kilobytes = "0"] = execFileSync("du", ["-s", "-k", folder], { encoding: "utf8" }).split(
    "\t",
  );
  return Math.ceil((Number(kilobytes) * 1024) / PAGE);
}

/** Move the point's record to a disk with this much room left. Gives it room again, and the way back. */
export function onFullDisk(point: Point, pages: number): { grow(): void; leave(): void } {
  const { store } = point;
  const aside = `${store}.before`;
  mkdirSync(store, { recursive: true, mode: 0o700 });
  renameSync(store, aside);
  mkdirSync(store, { mode: 0o700 });
  // Folders cost tmpfs nothing, and a disk of no size has no limit.
  const size = `size=${String(Math.max(1, pagesOf(aside)) * PAGE + pages * PAGE)}`;
  execFileSync("mount", ["-t", "tmpfs", "-o", `${size},mode=0700`, "tmpfs", store]);
  execFileSync("cp", ["-a", `${aside}/.`, store]);
  return {
    grow: () => execFileSync("mount", ["-o", "remount,size=16m", store]),
    leave() {
      execFileSync("umount", ["-l", store]);
      rmSync(aside, { recursive: true });
    },
  };
}
