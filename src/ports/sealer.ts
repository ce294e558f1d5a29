// Sealing a once-shown key to people (age recipients), so that it rests as ciphertext only.
import type { Secret } from "../core/credential/secret.ts";
import type { Pieces } from "./system.ts";

export interface Sealer {
  /** Recipients that a key is sealed to: the configuration's, else this machine's own identity (made on first use). Throws ClaroIrError when there is none. */
  recipients(): Promise<readonly string[]>;
  seal(secret: Secret, recipients: readonly string[]): Promise<Uint8Array>;
  /** The same for a file, as it comes. */
  sealPieces(pieces: Pieces, recipients: readonly string[]): Pieces;
  /** Throws ClaroIrError kind `refused` naming the recipients when this machine's identity cannot open it. */
  open(ciphertext: Uint8Array): Promise<Secret>;
  /** The same for a file, as it comes. */
  openPieces(pieces: Pieces): Pieces;
  /** This machine's own recipient (public), or undefined when it has no identity yet. */
  own(): Promise<string | undefined>;
}
