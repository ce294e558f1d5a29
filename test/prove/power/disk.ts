// A disk of its own: an ext4 file system in a file, whose power can be cut.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const start = promisify(execFile);

/** Nothing is written back by itself while a campaign lasts: only what a program syncs is on the disk. */
const OPTIONS = "loop,noatime,commit=300";
const SIZE = "24M";

/** System tools are not on everybody's PATH. */
async function system(program: string, ...args: readonly string[]): Promise<void> {
  const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
  await start(program, args, { env: { ...process.env, PATH: path } });
}

export class Disk implements AsyncDisposable {
  readonly #folder: string;
  readonly #at: string;
  #image = 0;

  private constructor(folder: string, at: string) {
    this.#folder = folder;
    this.#at = at;
  }

  /** A fresh one, mounted at this folder. */
  static async mountedAt(at: string): Promise<Disk> {
    // In memory where that is possible: a cut is decided by what was sent to the disk, not by what holds it.
    const place = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
    const disk = new Disk(await mkdtemp(join(place, "claro-ir-disk-")), at);
    try {
      await system("truncate", "-s", SIZE, disk.#file);
      await system("mkfs.ext4", "-q", "-F", disk.#file);
      await system("mount", "-o", OPTIONS, disk.#file, at);
    } catch (error) {
      await rm(disk.#folder, { recursive: true, force: true });
      throw error;
    }
    return disk;
  }

  get #file(): string {
    return join(this.#folder, `${String(this.#image)}.img`);
  }

  /** Everything that is there now is on the disk. */
  async sync(): Promise<void> {
    await system("sync", "-f", this.#at);
  }

  /** The power goes, and comes back: only what was sent to the disk is there, after its journal was replayed. Nobody may be writing. */
  async cut(): Promise<void> {
    const before = this.#file;
    this.#image += 1;
    await system("cp", "--sparse=always", before, this.#file);
    await system("umount", "-l", this.#at);
    await rm(before);
    await system("mount", "-o", OPTIONS, this.#file, this.#at);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await system("umount", "-l", this.#at);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
