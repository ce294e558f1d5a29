// The tag files of a BagIt bag (RFC 8493): what makes a folder of evidence one that plain `sha256sum -c` can check.
import type { Instant } from "../instant.ts";

/** A file of the bag and what was written of it. */
export interface BagEntry {
  /** Below the bag, `data/…` for its payload. Letters, digits, dots, dashes and slashes only. */
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
}

export const BAG_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/** `<digest>  <path>` a line, as sha256sum writes and reads it. */
export function manifest(entries: readonly BagEntry[]): string {
  return entries.map(({ sha256, path }) => `${sha256}  ${path}\n`).join("");
}

/** What the bag is, for people and programs. */
export function bagInfo(
  about: {
    readonly incident: string;
    readonly now: Instant;
    readonly by: string;
    readonly head: { readonly seq: number; readonly hash: string };
    readonly version: string;
    readonly workspace: string | null;
  },
  payload: readonly BagEntry[],
): string {
  const bytes = payload.reduce((sum, entry) => sum + entry.size, 0);
  const lines = [
    ...(about.workspace === null ? [] : [`Source-Organization: ${about.workspace}`]),
    `External-Identifier: ${about.incident}`,
    `External-Description: Evidence, journal and custody table of ${about.incident}`,
    `Contact-Name: ${about.by}`,
    `Bagging-Date: ${about.now.slice(0, 10)}`,
    `Payload-Oxum: ${String(bytes)}.${String(payload.length)}`,
    `Bag-Software-Agent: claro-ir ${about.version}`,
    `Journal-Head: ${String(about.head.seq)}:${about.head.hash}`,
  ];
  return lines.map((line) => `${line.replaceAll(/[\r\n]+/g, " ")}\n`).join("");
}

/** How a stranger checks the bag, with nothing but what every Unix has. */
export const BAG_README = `Evidence of an incident, as a BagIt bag (RFC 8493).

Check it:        sha256sum -c manifest-sha256.txt
                 sha256sum -c tagmanifest-sha256.txt
                 sha256sum tagmanifest-sha256.txt    must give what was said when it was given out
With the chain:  node verify-record.mjs .            (150 lines, in claro-ir's folder verifier/)
evidence/        files, each named by its own SHA-256
journal/         every event of the record; each names the SHA-256 of the one before (prev)
custody.csv      who took in, looked at and gave out which file, when, from which machine
runbook.json     the runbook that was followed

Where a file held a key in clear, the copy without it is here (column "redacted" of custody.csv);
the original lies sealed (age) in the store of whoever made this bag, its SHA-256 in column "sha256".
The head of the journal stands in bag-info.txt: compare it with one that was written down elsewhere.
`;
