// Every name by which somebody's log may call a key.

/** What is known of a key; null = not known. */
export interface KeyIdentity {
  /** The provider's own id (`key_1`, an access key id, a token id). */
  readonly id: string | null;
  readonly name: string | null;
  /** Last four characters of the value. */
  readonly last4: string | null;
  /** The value itself, where it is at hand; it only goes into `hash`. */
  readonly value: string | null;
}

/** Base64 of the SHA-256 of a text. */
export type HashOf = (text: string) => string;

/**
 * Id, name, last four characters, and the hash by which GitHub's audit log names a token (`hashed_token`, base64 SHA-256:
 * docs.github.com, "Identifying audit log events performed by an access token"). The value is no name: a log that holds it
 * in clear is a second leak, found by `where-used`.
 */
export function logNames({ id, name, last4, value }: KeyIdentity, hash: HashOf): readonly string[] {
  const hashed = value === null ? null : hash(value);
  const names = [id, name, last4, hashed].filter((one) => one !== null && one !== "");
  return [...new Set(names as readonly string[])];
}
