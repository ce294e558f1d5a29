// The programs of Debian that campaigns need, and whether this machine has them.
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** Program to Debian package, where the names differ. */
const PACKAGES: Readonly<Record<string, string>> = {
  "mkfs.ext4": "e2fsprogs",
  cc: "gcc libc6-dev",
};

/** Where system tools lie that are not on everybody's PATH. */
const SYSTEM = ["/usr/sbin", "/sbin"];

async function isThere(program: string): Promise<boolean> {
  if (program === "root") return process.getuid?.() === 0;
  for (const folder of [...(process.env["PATH"] ?? "").split(delimiter), ...SYSTEM])
    try {
      await access(join(folder, program), constants.X_OK);
      return true;
    } catch {
      // Not in this folder.
    }
  return false;
}

/** What of `needs` is missing here, each as one can act on it: `strace (apt-get install strace)`. */
export async function missing(needs: readonly string[]): Promise<readonly string[]> {
  const lacking: string[] = [];
  for (const need of needs)
    if (!(await isThere(need)))
      lacking.push(
        need === "root"
          ? "the right to mount (root)"
          : `${need} (apt-get install ${PACKAGES[need] ?? need})`,
      );
  return lacking;
}
