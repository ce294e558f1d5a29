// Files that hold others, by their first bytes: those that are opened here, and those that are only named.

/** Opened and looked into. */
export type Opened = "gzip" | "zstd" | "tar";

interface Magic {
  readonly at: number;
  readonly bytes: readonly number[];
}

function ascii(text: string): readonly number[] {
  return Array.from(text, (char) => char.charCodeAt(0));
}

/** RFC 1952; RFC 8878, and how pzstd begins (a skippable frame of four bytes); POSIX.1 pax. */
const OPENED: readonly (Magic & { readonly kind: Opened })[] = [
  { kind: "gzip", at: 0, bytes: [0x1f, 0x8b, 0x08] },
  { kind: "zstd", at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { kind: "zstd", at: 0, bytes: [0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0] },
  { kind: "tar", at: 257, bytes: ascii("ustar") },
];

const CLOSED: readonly (Magic & { readonly kind: string })[] = [
  { kind: "zip", at: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { kind: "xz", at: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { kind: "bzip2", at: 0, bytes: ascii("BZh") },
  { kind: "7z", at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { kind: "lz4", at: 0, bytes: [0x04, 0x22, 0x4d, 0x18] },
];

/** Columns in blocks: rows can be had through DuckDB alone. https://parquet.apache.org/docs/file-format/ */
const PARQUET: Magic = { at: 0, bytes: ascii("PAR1") };

/** A DuckDB database, whatever its version. https://duckdb.org/docs/stable/internals/storage */
const DUCKDB: Magic = { at: 8, bytes: ascii("DUCK") };

/** So many bytes of a file's beginning are needed. */
export const HEAD_BYTES = 262;

function fits(head: Uint8Array, { at, bytes }: Magic): boolean {
  return (
    head.length >= at + bytes.length && bytes.every((byte, index) => head[at + index] === byte)
  );
}

export function openedAs(head: Uint8Array): Opened | undefined {
  return OPENED.find((magic) => fits(head, magic))?.kind;
}

/** A compression that is not read here; its bytes are searched as they are. */
export function closedAs(head: Uint8Array): string | undefined {
  return CLOSED.find((magic) => fits(head, magic))?.kind;
}

/** A file of tables, not of lines. */
export function tablesAs(head: Uint8Array): "parquet" | "database" | undefined {
  if (fits(head, PARQUET)) return "parquet";
  return fits(head, DUCKDB) ? "database" : undefined;
}
