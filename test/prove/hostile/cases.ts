// The cases of hostile input: each kind of file broken in each way, documents of the public suites, words, and what is read beside what is there.
import { BREAKS, JSON_DOCUMENTS, YAML_DOCUMENTS } from "./corpus.ts";
import { MISREADINGS } from "./misread.ts";
import { readersOf, type Reader } from "./readers.ts";
import type { Stage } from "./stage.ts";
import { sheets, words } from "./words.ts";

export interface HostileCase {
  readonly id: string;
  /** Always in the short form. */
  readonly isMain?: boolean;
  play(): Promise<readonly string[]>;
}

/** Readers that get the documents of a suite. */
const YAML_READERS = ["config", "runbook"];
const JSON_READERS = ["event", "plan", "index", "log-jsonl"];
/** The short form takes every so many naughty strings. */
const SHORT_WORDS = 8;

function broken(stage: Stage, readers: readonly Reader[]): readonly HostileCase[] {
  return readers.flatMap((reader) => [
    // What is not broken is read without a complaint.
    { id: `${reader.id}/good`, isMain: true, play: () => stage.feed(reader, reader.good) },
    ...BREAKS.map((one) => ({
      id: `${reader.id}/${one.id}`,
      play: () => stage.feed(reader, one.of(reader.good)),
    })),
  ]);
}

function suite(
  stage: Stage,
  readers: readonly Reader[],
  documents: readonly { readonly name: string; readonly input: string }[],
): readonly HostileCase[] {
  return readers.flatMap((reader) =>
    documents.map(({ name, input }) => ({
      id: `${reader.id}/${name}`,
      // One command is enough: the others read the same way.
      play: () =>
        stage.feed({ ...reader, commands: reader.commands.slice(0, 1) }, Buffer.from(input)),
    })),
  );
}

/** All cases on this stage. */
export async function casesOn(stage: Stage, isShort: boolean): Promise<readonly HostileCase[]> {
  const readers = await readersOf(stage.world);
  function named(ids: readonly string[]): readonly Reader[] {
    return readers.filter(({ id }) => ids.includes(id));
  }
  return [
    ...sheets(isShort ? SHORT_WORDS : 1).map((texts, at) => ({
      id: `words/${String(at)}`,
      isMain: true,
      play: () => words(stage, texts),
    })),
    ...MISREADINGS.map(({ id, play }) => ({
      id: `read/${id}`,
      isMain: true,
      play: () => play(stage),
    })),
    ...broken(stage, readers),
    ...suite(stage, named(YAML_READERS), YAML_DOCUMENTS),
    ...suite(stage, named(JSON_READERS), JSON_DOCUMENTS),
  ];
}
