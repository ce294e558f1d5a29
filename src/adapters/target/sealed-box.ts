// Sealing for GitHub: an anonymous box that only the holder of the private key opens (libsodium's crypto_box_seal).

/** `text` sealed for a public key of 32 bytes, in base64. */
export async function sealFor(publicKey: Uint8Array, text: string): Promise<string> {
  const { default: sodium } = await import("libsodium-wrappers");
  await sodium.ready;
  return Buffer.from(sodium.crypto_box_seal(text, publicKey)).toString("base64");
}
