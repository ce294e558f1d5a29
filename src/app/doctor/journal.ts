// Is what is on record whole? The newest journals from end to end, of older ones the last event.
import { green, red, type Check, type Finding } from "./check.ts";
import { leftOut, type Reader } from "../list.ts";

/** More would make the look long; `verify` proves all of them. */
const READ_WHOLE = 20;

async function look(record: Reader): Promise<readonly Finding[]> {
  const streams = (await record.journal.streams()).toReversed();
  const faults = await Promise.all(
    streams.map((stream, at) => fault(record, stream, at < READ_WHOLE)),
  );
  const found = faults.filter((one) => one !== undefined);
  return found.length > 0 ? found : [green(`${String(streams.length)} journals are whole`)];
}

async function damage({ journal }: Reader, stream: string, whole: boolean): Promise<string | null> {
  if (!whole) {
    await journal.head(stream);
    return null;
  }
  const [first] = await journal.verify(stream);
  if (first !== undefined) return `${first.detail} (${first.file}, ${first.what})`;
  // Whole as it is, a newer claro-ir may have written it.
  await journal.read(stream);
  return null;
}

async function fault(record: Reader, stream: string, whole: boolean): Promise<Finding | undefined> {
  const why = await damage(record, stream, whole).catch(
    (error: unknown) => leftOut(stream, error).why,
  );
  return why === null ? undefined : red(`${stream}: ${why}`, "claro-ir verify");
}

export const journal: Check = {
  id: "journal",
  needs: ["store"],
  looks: ({ record }) => (record === undefined ? [] : [{ about: "", look: () => look(record) }]),
};
