// A real submission server: STARTTLS with a certificate of its own, a password, and mail read back by a parser that is not ours.
import type { AddressInfo } from "node:net";
import { simpleParser, type ParsedMail } from "mailparser";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { certificate } from "./certificate.ts";
import type { Trouble } from "./notifier-http.ts";

export interface MailServer {
  readonly port: number;
  readonly password: string;
  readonly mails: ParsedMail[];
  readonly texts: string[];
  readonly complaints: string[];
  trouble(next: Trouble): void;
  close(): Promise<void>;
}

export interface MailServerOptions {
  /** Neither STARTTLS nor a password is offered. */
  readonly plain?: boolean;
}

function failure(code: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode: code });
}

const REPLIES: Readonly<Record<string, number>> = { busy: 451, broken: 421, no: 554, moved: 551 };

/** Start it on a free port of this machine. Recipients that begin with `nobody` are refused. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const password = "smtp-Canary-0123456789";
  const mails: ParsedMail[] = [];
  const texts: string[] = [];
  const complaints: string[] = [];
  const troubles: Trouble[] = [];
  const plain = options.plain === true;
  const server = new SMTPServer({
    ...(plain
      ? { hideSTARTTLS: true, authOptional: true, disabledCommands: ["AUTH"] }
      : certificate()),
    logger: false,
    onAuth(auth, session, done) {
      if (!session.secure) complaints.push("a password in clear");
      if (auth.password === password) done(null, { user: auth.username });
      else done(failure(535, `refused ${String(auth.password)}`));
    },
    onRcptTo({ address }, _session, done) {
      done(address.startsWith("nobody") ? failure(550, "no such user") : null);
    },
    onData(stream, session, done) {
      void receive(stream, session).then(
        // oxlint-disable-next-line promise/no-callback-in-promise -- the server asks by callback
        (reply) => reply !== undefined && done(reply instanceof Error ? reply : null),
        (error: unknown) => complaints.push(String(error)),
      );
    },
  });
  /** What is answered; undefined = nothing. */
  async function receive(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<Error | "queued" | undefined> {
    const mail = await simpleParser(stream);
    const next = troubles.shift();
    if (!plain && !session.secure) complaints.push("a mail in clear");
    if (next === undefined || next.taken) {
      mails.push(mail);
      texts.push(`${mail.subject ?? ""}\n${mail.text ?? ""}`);
    }
    if (next === undefined) return "queued";
    if (next.how === "cut") cut(session.id);
    const reply = REPLIES[next.how];
    return reply === undefined ? undefined : failure(reply, "not so");
  }
  server.on("error", () => undefined);
  function cut(id: string): void {
    for (const connection of server.connections) if (connection.id === id) connection.close();
  }
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve();
    });
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    password,
    mails,
    texts,
    complaints,
    trouble: (next) => troubles.push(next),
    close: () =>
      new Promise((resolve) => {
        for (const connection of server.connections) connection.close();
        server.close(() => {
          resolve();
        });
      }),
  };
}
