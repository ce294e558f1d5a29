// SHA-256 of a log as it lies on the disk.
import { createHash } from "node:crypto";
import { unpack, type Packed } from "./unpack.ts";

/** Of the bytes that were there when it was opened, lower-case hex; null when they cannot be read. */
export async function digestOf(
  { fd, size }: Pick<Packed, "fd" | "size">,
  signal: AbortSignal,
): Promise<string | null> {
  const hash = createHash("sha256");
  const why = await unpack(
    { fd, size, packing: { container: "plain", encoding: "utf-8" } },
    {
      signal,
      read: () => undefined,
      piece(bytes) {
        hash.update(bytes);
        return true;
      },
    },
  );
  return why === null ? hash.digest("hex") : null;
}
