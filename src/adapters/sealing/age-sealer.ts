// Sealing in the age format (age-encryption.org/v1), so that the plain `age` program opens what this program sealed.
import type * as ageModule from "age-encryption";
import { Secret } from "../../core/credential/secret.ts";
import { ClaroIrError } from "../../core/error.ts";
import type { Sealer } from "../../ports/sealer.ts";
import type { Pieces } from "../../ports/system.ts";
import { readIdentities, writeIdentity } from "./identity-file.ts";

type Age = typeof ageModule;

export interface SealerOptions {
  /** Absolute path of this machine's identity file; made on first use. */
  readonly identityFile: string;
  /** Recipients that the configuration names (`age1…`); none = this machine's own. */
  readonly recipients: readonly string[];
}

/** The sealer of this machine. Loads the age library and touches the identity file only when it is used. */
export function createSealer(options: SealerOptions): Sealer {
  return {
    recipients: async () =>
      options.recipients.length > 0 ? options.recipients : [await ownRecipient(options)],
    seal: sealTo,
    sealPieces,
    open: (ciphertext) => openWith(options, ciphertext),
    openPieces: (pieces) => openPieces(options, pieces),
    own: async () => {
      const identity = (await readIdentities(options.identityFile))?.[0];
      return identity === undefined ? undefined : recipientOf(options, identity);
    },
  };
}

async function sealTo(secret: Secret, recipients: readonly string[]): Promise<Uint8Array> {
  return (await encrypterTo(recipients)).encrypt(secret.reveal());
}

async function* sealPieces(pieces: Pieces, recipients: readonly string[]): Pieces {
  const encrypter = await encrypterTo(recipients);
  const sealed = await encrypter.encrypt(ReadableStream.from(pieces));
  for await (const bytes of sealed) yield bytes;
}

async function encrypterTo(recipients: readonly string[]): Promise<ageModule.Encrypter> {
  const { Encrypter } = await loadAge();
  if (recipients.length === 0)
    throw new ClaroIrError("refused", "no-recipient", "There is nobody to seal the key to", {
      hint: "claro-ir doctor",
    });
  const encrypter = new Encrypter();
  for (const recipient of recipients) addRecipient(encrypter, recipient);
  return encrypter;
}

/** A recipient is public and may be named; anything else in its place may be an identity, so it is not. */
function addRecipient(encrypter: ageModule.Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch {
    const name = recipient.startsWith("age1") ? recipient : "One of the recipients";
    throw new ClaroIrError("usage", "bad-recipient", `${name} is no valid age recipient`, {
      hint: "claro-ir doctor",
    });
  }
}

async function openWith(options: SealerOptions, ciphertext: Uint8Array): Promise<Secret> {
  const decrypter = await decrypterOf(options);
  try {
    return new Secret(await decrypter.decrypt(ciphertext, "text"));
  } catch (error) {
    throw refusal(options, error);
  }
}

async function* openPieces(options: SealerOptions, pieces: Pieces): Pieces {
  const decrypter = await decrypterOf(options);
  try {
    for await (const bytes of await decrypter.decrypt(ReadableStream.from(pieces))) yield bytes;
  } catch (error) {
    // What the source says of itself stays as it is.
    throw error instanceof ClaroIrError ? error : refusal(options, error);
  }
}

async function decrypterOf(options: SealerOptions): Promise<ageModule.Decrypter> {
  const age = await loadAge();
  const identities = await readIdentities(options.identityFile);
  if (identities === undefined) throw cannotOpen(options, "there is no identity on this machine");
  const decrypter = new age.Decrypter();
  for (const identity of identities) addIdentity(decrypter, identity, options);
  return decrypter;
}

/** The library has no error classes; this is the one message that means "sealed to others". A test pins it. */
function refusal(options: SealerOptions, error: unknown): ClaroIrError {
  if (error instanceof Error && error.message.startsWith("no identity matched"))
    return cannotOpen(options, "it was sealed to others");
  return new ClaroIrError("damaged", "sealed-damaged", "A sealed file is damaged", {
    hint: "claro-ir verify",
  });
}

function addIdentity(
  decrypter: ageModule.Decrypter,
  identity: string,
  options: SealerOptions,
): void {
  try {
    decrypter.addIdentity(identity);
  } catch {
    throw badIdentity(options);
  }
}

function cannotOpen({ recipients }: SealerOptions, why: string): ClaroIrError {
  const who = recipients.length === 0 ? "whoever sealed it" : recipients.join(", ");
  return new ClaroIrError(
    "refused",
    "cannot-open",
    `This machine's identity cannot open it: ${why}`,
    { hint: `ask an owner of one of these recipients to do this step: ${who}` },
  );
}

async function ownRecipient(options: SealerOptions): Promise<string> {
  const existing = (await readIdentities(options.identityFile))?.[0];
  if (existing !== undefined) return recipientOf(options, existing);
  const age = await loadAge();
  const identity = await age.generateX25519Identity();
  const recipient = await age.identityToRecipient(identity);
  const first = await writeIdentity(options.identityFile, identity, recipient, new Date());
  // Another process was first: its identity is the one that stays.
  return first ? recipient : ownRecipient(options);
}

async function recipientOf(options: SealerOptions, identity: string): Promise<string> {
  const age = await loadAge();
  return age.identityToRecipient(identity).catch(() => {
    throw badIdentity(options);
  });
}

/** The library's own error may hold the identity: it is not passed on. */
function badIdentity({ identityFile }: SealerOptions): ClaroIrError {
  return new ClaroIrError(
    "usage",
    "bad-identity",
    `The identity file ${identityFile} holds an identity that is not valid`,
    { hint: "point CLARO_IR_IDENTITY at a file that age-keygen made" },
  );
}

function loadAge(): Promise<Age> {
  return import("age-encryption");
}
