// Handing one mail to a server: connect, TLS, log in, hand over. Knows at every moment whether the mail may be out already.
import { isIP } from "node:net";
import type SmtpConnection from "nodemailer/lib/smtp-connection";
import { NotDelivered } from "../../ports/notifier.ts";
import { addressOf, AddressRefused } from "../http/reach.ts";
import type { SmtpAddress } from "./smtp-address.ts";

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** RFC 5322, with CRLF. */
  readonly message: Buffer;
}

export interface SmtpOptions {
  readonly id: string;
  readonly address: SmtpAddress;
  readonly allow: readonly string[];
  readonly requireTls: boolean;
  readonly timeoutMs: number;
}

/** What the server said to it. */
export interface Handed {
  readonly accepted: number;
  readonly rejected: number;
}

/** An error of the library: its text may quote the server, so only these are read. */
interface SmtpError {
  readonly code?: string | undefined;
  readonly responseCode?: number | undefined;
}

/** Hand the mail over, or with `mail` undefined only connect and log in. Throws NotDelivered. */
export async function handOver(options: SmtpOptions, mail: Mail | undefined): Promise<Handed> {
  const { id, timeoutMs } = options;
  const progress = { mayBeOut: false };
  const connection = await open(options);
  let late: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    late = setTimeout(() => {
      reject(timedOut());
    }, timeoutMs);
  });
  try {
    return await Promise.race([talk(connection, options, mail, progress), deadline]);
  } catch (error) {
    throw judged(id, error, progress.mayBeOut);
  } finally {
    clearTimeout(late);
    connection.close();
  }
}

function timedOut(): Error {
  return Object.assign(new Error("too slow"), { code: "ETIMEDOUT" });
}

async function open(options: SmtpOptions): Promise<SmtpConnection> {
  const { id, address, allow, requireTls, timeoutMs } = options;
  const { default: Connection } = await import("nodemailer/lib/smtp-connection");
  const { host, port, secure, isLoopback } = address;
  return new Connection({
    // The address that was judged is the one that is connected to, under the name that the certificate must have.
    host: isLoopback ? host : await judgedAddress(id, host, allow),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    port,
    secure,
    requireTLS: !secure && requireTls,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 0,
    tls: { minVersion: "TLSv1.2" },
  });
}

async function judgedAddress(id: string, host: string, allow: readonly string[]): Promise<string> {
  try {
    return await addressOf(host, { allow });
  } catch (error) {
    const isPrivate = error instanceof AddressRefused;
    const why = isPrivate ? error.code : "its name was not found";
    throw new NotDelivered(`${id}: ${host}: ${why}`, { certain: true, again: !isPrivate });
  }
}

async function talk(
  connection: SmtpConnection,
  { address, requireTls }: SmtpOptions,
  mail: Mail | undefined,
  progress: { mayBeOut: boolean },
): Promise<Handed> {
  await new Promise<void>((resolve, reject) => {
    connection.once("error", reject);
    connection.once("end", () => {
      reject(Object.assign(new Error("closed"), { code: "ECONNECTION" }));
    });
    connection.connect((error) => {
      if (error) reject(error);
      else resolve();
    });
  });
  connection.on("error", () => undefined);
  if (requireTls && !connection.secure) throw Object.assign(new Error("no TLS"), { code: "ETLS" });
  const { auth } = address;
  if (auth !== undefined)
    await asked((done) => {
      connection.login({ ...auth }, done);
    });
  if (mail === undefined) return { accepted: 0, rejected: 0 };
  progress.mayBeOut = true;
  const { accepted, rejected } = await asked<{ accepted: string[]; rejected: string[] }>((done) => {
    connection.send({ from: mail.from, to: [...mail.to] }, mail.message, done);
  });
  return { accepted: accepted.length, rejected: rejected.length };
}

/** A call with a callback as a promise. */
function asked<T = boolean>(
  call: (done: (error: Error | null, answer?: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, answer) => {
      if (error !== null) reject(error);
      else resolve(answer as T);
    });
  });
}

const WORDS: Readonly<Record<string, string>> = {
  EAUTH: "user name or password was refused",
  ETLS: "TLS could not be agreed on: STARTTLS is required, with a certificate that is valid",
  ETIMEDOUT: "no complete answer in time",
  EDNS: "its name was not found",
};

/** A reply of the server is a certain no, 4yz for now and 5yz for good (RFC 5321, 4.2.1). Without one, a mail on its way may have arrived. */
function judged(id: string, error: unknown, mayBeOut: boolean): NotDelivered {
  const { code = "failed", responseCode: status } = (error ?? {}) as SmtpError;
  if (status !== undefined) {
    const why = WORDS[code] ?? (status < 500 ? "not now" : "refused");
    return new NotDelivered(`${id}: the mail server answered ${String(status)}, ${why}`, {
      certain: true,
      again: status < 500,
      status,
    });
  }
  const again = code !== "ETLS" && code !== "EAUTH" && !/CERT|SELF_SIGNED|ALTNAME/.test(code);
  return new NotDelivered(`${id}: ${WORDS[code] ?? `mail was not handed over (${code})`}`, {
    certain: !mayBeOut,
    again,
  });
}
