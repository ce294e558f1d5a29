// Disks with room for so many more pages: the record lies on one, and a command runs into its end.
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, statfsSync } from "node:fs";
import type { Point } from "../../acceptance/robust/point.ts";

/** Bytes that tmpfs gives out at a time. */
const PAGE = 4096;

/** Move the point's record to a disk with this much room left. Gives it room again, and the way back. */
export function onFullDisk(point: Point, pages: number): { grow(): void; leave(): void } {
  const { store } = point;
  const aside = `${store}.before`;
  mkdirSync(store, { recursive: true, mode: 0o700 });
  renameSync(store, aside);
  mkdirSync(store, { mode: 0o700 });
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=16m,mode=0700", "tmpfs", store]);
  execFileSync("cp", ["-a", `${aside}/.`, store]);
  const { blocks, bfree } = statfsSync(store);
  // A disk of no size has no limit.
  const size = Math.max(1, blocks - bfree + pages) * PAGE;
  execFileSync("mount", ["-o", `remount,size=${String(size)}`, store]);
  return {
    grow: () => execFileSync("mount", ["-o", "remount,size=16m", store]),
    leave() {
      execFileSync("umount", ["-l", store]);
      rmSync(aside, { recursive: true });
    },
  };
}
