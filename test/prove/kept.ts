// What campaigns have shown of the program as it is now, kept below `state/`: a report goes on where it was interrupted.
import { createHash } from "node:crypto";
import { glob, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");
const FILE = join(ROOT, "state", "proved.json");

/** Everything that figures depend on: the program, what it reads, the proofs. Pages are not among it. */
const PROVED = [
  "{src,runbooks,verifier}/**",
  "test/{acceptance,prove,sim,support}/**",
  "package-lock.json",
];

/** What one run of a campaign came to. */
export interface Proof {
  readonly id: string;
  readonly isShort: boolean;
  readonly figures: string;
  readonly violations: number;
  /** Mistakes that were caught. */
  readonly caught: readonly string[];
  readonly seconds: number;
}

interface Book {
  /** Digest of what was proved. */
  readonly of: string;
  readonly proofs: readonly Proof[];
}

async function digestOfProved(): Promise<string> {
  const files: string[] = [];
  for await (const entry of glob(PROVED, { cwd: ROOT, withFileTypes: true }))
    if (entry.isFile() && entry.name !== "README.md")
      files.push(join(entry.parentPath, entry.name));
  const digest = createHash("sha256");
  for (const file of files.sort())
    digest.update(`${file.slice(ROOT.length)}\n`).update(await readFile(file));
  return digest.digest("hex");
}

async function readBook(): Promise<Book | undefined> {
  try {
    return JSON.parse(await readFile(FILE, "utf8")) as Book;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Proofs of the sources as they were when this was opened. */
export class Kept {
  readonly #of: string;

  private constructor(of: string) {
    this.#of = of;
  }

  static async open(): Promise<Kept> {
    return new Kept(await digestOfProved());
  }

  /** One for each campaign that has passed: of its long form, where that was played. */
  async proofs(): Promise<readonly Proof[]> {
    const book = await readBook();
    return book?.of === this.#of ? book.proofs : [];
  }

  /** Keep a run without a fault. A long one is not replaced by a short one. */
  async keep(proof: Proof): Promise<void> {
    const all = await this.proofs();
    if (proof.isShort && all.some(({ id, isShort }) => id === proof.id && !isShort)) return;
    const proofs = [...all.filter(({ id }) => id !== proof.id), proof];
    const book: Book = { of: this.#of, proofs };
    await mkdir(dirname(FILE), { recursive: true });
    // Whole at any moment: a report may be interrupted.
    await writeFile(`${FILE}.new`, `${JSON.stringify(book, null, 2)}\n`);
    await rename(`${FILE}.new`, FILE);
  }
}
