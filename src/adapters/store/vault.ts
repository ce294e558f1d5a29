// Files beside an incident's journal: evidence, sealed keys, the pinned runbook, reports. What each may hold and what is refused is
// decided here once; where the bytes lie is the affair of VaultFiles (on disk, or in memory for tests and simulation).
import { ClaroIrError } from "../../core/error.ts";
import type { Digest, Pieces, Sha256 } from "../../ports/system.ts";
import type { Vault } from "../../ports/vault.ts";
import { streamFolder } from "./place.ts";
import { evidenceName, reportName, runbookName, sealedName, splitFile } from "./vault-names.ts";

/** Bytes by folder (relative to the store) and name. Writing throws `not-durable`, reading `damaged` for a file that is there but unreadable. */
export interface VaultFiles {
  readonly location: string;
  digest(): Digest;
  create(
    folder: readonly string[],
    name: string,
    bytes: Uint8Array,
  ): Promise<"published" | "exists">;
  /** Write a new file from bytes as they come; its name is told by the SHA-256 of what was written. */
  take(
    folder: readonly string[],
    pieces: Pieces,
    nameOf: (sha256: string) => string,
  ): Promise<{ readonly sha256: string; readonly size: number; readonly isNew: boolean }>;
  /** A file as it lies, piece by piece; throws `damaged` for one that is missing or unreadable. */
  pieces(folder: readonly string[], name: string): Pieces;
  path(folder: readonly string[], name: string): string;
  replace(folder: readonly string[], name: string, bytes: Uint8Array): Promise<string>;
  read(folder: readonly string[], name: string): Promise<Uint8Array | undefined>;
  remove(folder: readonly string[], name: string): Promise<void>;
  list(folder: readonly string[]): Promise<readonly string[]>;
}

const SALT_BYTES = 32;

/** A vault over some place for files. `freshSalt` gives 32 random bytes, asked for once in the life of a store. */
export function vaultOver(files: VaultFiles, sha256: Sha256, freshSalt: () => Uint8Array): Vault {
  return {
    location: files.location,
    ...evidenceIn(files, sha256),
    ...sealedIn(files, sha256),
    ...textsIn(files, sha256),
    /** Two first users get the same salt: only one of them can create the file. */
    async salt() {
      const known = await files.read([], "salt");
      if (known === undefined) await files.create([], "salt", freshSalt());
      const salt = known ?? (await files.read([], "salt"));
      if (salt?.length !== SALT_BYTES) throw spoiled("The salt of fingerprints", "changed");
      return salt;
    },
  };
}

type EvidencePart = "putEvidence" | "takeEvidence" | "pieces" | "pathOf" | "readFile";

function evidenceIn(files: VaultFiles, sha256: Sha256): Pick<Vault, EvidencePart> {
  function folderOf(incident: string): readonly string[] {
    return [...streamFolder(incident), "evidence"];
  }
  function placeOf(incident: string, file: string) {
    const { below, name } = splitFile(file);
    return { folder: [...streamFolder(incident), ...below], below, name };
  }
  return {
    async putEvidence(incident, bytes, extension) {
      const digest = sha256(bytes);
      const name = evidenceName(digest, extension);
      const there = await createOrRead(files, folderOf(incident), name, bytes);
      if (sha256(there) !== digest) throw spoiled(`evidence/${name}`, "changed");
      return { sha256: digest, size: bytes.length, file: `evidence/${name}` };
    },
    async takeEvidence(incident, pieces, extension) {
      const folder = folderOf(incident);
      // A wrong extension is told before anything is read.
      evidenceName("", extension);
      const taken = await files.take(folder, pieces, (digest) => evidenceName(digest, extension));
      const name = evidenceName(taken.sha256, extension);
      const isWhole =
        taken.isNew ||
        (await digestOf(files.pieces(folder, name), files.digest())) === taken.sha256;
      if (!isWhole) throw spoiled(`evidence/${name}`, "changed");
      return { sha256: taken.sha256, size: taken.size, file: `evidence/${name}` };
    },
    pieces(incident, file) {
      const { folder, name } = placeOf(incident, file);
      return files.pieces(folder, name);
    },
    pathOf(incident, file) {
      const { folder, name } = placeOf(incident, file);
      return files.path(folder, name);
    },
    async readFile(incident, file) {
      const { folder, below, name } = placeOf(incident, file);
      const bytes = await files.read(folder, name);
      if (bytes === undefined) throw spoiled(file, "missing");
      const isEvidence = below[0] === "evidence";
      if (isEvidence && sha256(bytes) !== name.split(".")[0]) throw spoiled(file, "changed");
      return bytes;
    },
  };
}

/** SHA-256 of all pieces. */
async function digestOf(pieces: Pieces, digest: Digest): Promise<string> {
  for await (const bytes of pieces) digest.update(bytes);
  return digest.hex();
}

type SealedPart = "putSealed" | "getSealed" | "replaceSealed" | "removeSealed" | "listSealed";

function sealedIn(files: VaultFiles, sha256: Sha256): Pick<Vault, SealedPart> {
  function folderOf(incident: string): readonly string[] {
    return [...streamFolder(incident), "sealed"];
  }
  return {
    async putSealed(incident, op, ciphertext) {
      const there = await createOrRead(files, folderOf(incident), sealedName(op), ciphertext);
      if (sha256(there) === sha256(ciphertext)) return;
      // The one that is there may be the only copy of a key that is shown once.
      const message = `Another key is already sealed for operation ${op}; it stays untouched.`;
      throw new ClaroIrError("refused", "sealed-exists", message, { hint: "claro-ir reconcile" });
    },
    getSealed: async (incident, op) => files.read(folderOf(incident), sealedName(op)),
    async replaceSealed(incident, op, ciphertext) {
      await files.replace(folderOf(incident), sealedName(op), ciphertext);
    },
    removeSealed: async (incident, op) => files.remove(folderOf(incident), sealedName(op)),
    async listSealed(incident) {
      const names = await files.list(folderOf(incident));
      return names.flatMap((name) => /^([A-Za-z0-9-]+)\.age$/.exec(name)?.[1] ?? []).sort();
    },
  };
}

type TextPart = "putRunbook" | "getRunbook" | "putReport" | "getReport";

function textsIn(files: VaultFiles, sha256: Sha256): Pick<Vault, TextPart> {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  return {
    async putRunbook(incident, yaml, json, later) {
      const folder = streamFolder(incident);
      await files.replace(folder, runbookName(later, "yaml"), encoder.encode(yaml));
      await files.replace(folder, runbookName(later, "json"), encoder.encode(json));
    },
    async getRunbook(incident, digest, isLater) {
      const name = runbookName(isLater ? digest : undefined, "json");
      const bytes = await files.read(streamFolder(incident), name);
      if (bytes === undefined) throw spoiled(name, "missing");
      if (sha256(bytes) !== digest) throw spoiled(name, "changed");
      return decoder.decode(bytes);
    },
    async putReport(incident, name, content) {
      const folder = [...streamFolder(incident), "reports"];
      const bytes = typeof content === "string" ? encoder.encode(content) : content;
      return files.replace(folder, reportName(name), bytes);
    },
    async getReport(incident, name) {
      const bytes = await files.read([...streamFolder(incident), "reports"], reportName(name));
      return bytes === undefined ? undefined : decoder.decode(bytes);
    },
  };
}

/** What lies under a name after an attempt to create it: our bytes, or those of whoever was first. */
async function createOrRead(
  files: VaultFiles,
  folder: readonly string[],
  name: string,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  if ((await files.create(folder, name, bytes)) === "published") return bytes;
  const there = await files.read(folder, name);
  if (there === undefined) throw spoiled(name, "missing");
  return there;
}

/** Evidence of a store that is not whole. */
export function spoiled(file: string, what: "missing" | "changed"): ClaroIrError {
  const said = what === "missing" ? "is missing from" : "was changed in";
  return new ClaroIrError("damaged", `file-${what}`, `${file} ${said} the store.`, {
    hint: "claro-ir verify",
  });
}
