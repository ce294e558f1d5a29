// A process of its own that appends to a journal: `node writer.ts <root> <name> <count> [batch]`. Each line of stdout is an acknowledged `seq id`.
import { fileJournal } from "../../../src/adapters/store/file-journal.ts";
import { sha256 } from "../../../src/adapters/system/digest.ts";
import { ClaroIrError } from "../../../src/core/error.ts";
import type { EventDraft } from "../../../src/core/journal/event.ts";
import { draft, STREAM } from "../../core/journal/drafts.ts";

const [root = "", name = "", count = "0", batch = "1"] = process.argv.slice(2);
const journal = fileJournal(root, sha256);

async function appendAll(): Promise<void> {
  let { seq } = await journal.head(STREAM);
  for (let n = 1; n <= Number(count); n += Number(batch))
    seq = await appendBatch(
      seq,
      Array.from({ length: Number(batch) }, (_, index) => draft(n + index, name)),
    );
}

/** Until all of them are in; gives the number of the last. */
async function appendBatch(seq: number, events: readonly EventDraft[]): Promise<number> {
  const result = await journal.append(STREAM, seq, events);
  if (!result.ok) return appendBatch(result.head.seq, events.slice(result.written));
  for (const event of result.events) process.stdout.write(`${String(event.seq)} ${event.id}\n`);
  return result.head.seq;
}

try {
  await appendAll();
} catch (error) {
  if (!(error instanceof ClaroIrError)) throw error;
  process.stdout.write(
    `failed ${JSON.stringify({ kind: error.kind, message: error.message, hint: error.hint })}\n`,
  );
  process.exitCode = error.exitCode;
}
