// Puts together what several threads counted, and gives lines their numbers in the file.
import { merge } from "../../core/audit/merge-activity.ts";
import { relocate, type Relocation } from "../../core/audit/relocate.ts";
import { countsOf, fileLine, firstOf, type Counts, type SourceCounts } from "./counts.ts";

function mergeSource(into: SourceCounts, part: SourceCounts): void {
  for (const [block, lines] of part.blocks) into.blocks.set(block, lines);
  into.parsed += part.parsed;
  into.events += part.events;
  into.duplicates += part.duplicates;
  into.sums += part.sums;
  into.rejected += part.rejected;
  into.samples = firstOf([...into.samples, ...part.samples]);
  into.first = Math.min(into.first, part.first);
  into.last = Math.max(into.last, part.last);
  for (const beat of part.beats) into.beats.add(beat);
  for (const note of part.notes) into.notes.add(note);
  into.cut ??= part.cut;
}

/** Add `part` to `into`. */
export function mergeCounts(into: Counts, part: Counts): void {
  for (const [index, key] of into.keys.entries()) {
    const more = part.keys[index];
    if (more === undefined) continue;
    merge(key.window, more.window);
    merge(key.baseline, more.baseline);
  }
  merge(into.others, part.others);
  for (const [source, more] of part.sources) mergeSource(countsOf(into, source), more);
  into.marks.push(...part.marks);
  into.across.push(...part.across);
}

/** Lines of a source before each of its parts, in the order of the file. */
function linesBefore({ blocks }: SourceCounts): readonly number[] {
  const before: number[] = [];
  let lines = 0;
  for (const [block, count] of [...blocks].sort(([a], [b]) => a - b)) {
    before[block] = lines;
    lines += count;
  }
  return before;
}

/** Now that all parts are known, every line gets its number in its file. */
export function numberLines(counts: Counts): void {
  const before = new Map(
    [...counts.sources].map(([source, of]) => [source, linesBefore(of)] as const),
  );
  const numbered: Relocation = {
    source: (source) => source,
    line: (source, line) => fileLine(line, before.get(source) ?? []),
  };
  for (const { window, baseline } of counts.keys)
    for (const activity of [window, baseline]) relocate(activity, numbered);
  relocate(counts.others, numbered);
  for (const [source, of] of counts.sources)
    of.samples = of.samples.map((sample) => ({
      ...sample,
      line: numbered.line(source, sample.line),
    }));
}
