// Notifier `email`: a mail handed to a submission server, with TLS unless the server is this machine.
import { z } from "zod";
import { mark, type Notice } from "../../core/notify/notice.ts";
import {
  inside,
  isReference,
  shared,
  type NotifierDeps,
  type NotifierModule,
} from "./definition.ts";
import { handOver, type SmtpOptions } from "./smtp.ts";
import { smtpAddress, smtpProblem, type SmtpAddress } from "./smtp-address.ts";
import { fit, plain, wholeText } from "./words.ts";

/** Characters of a subject, and of a body: a mail is read on a telephone. */
const SUBJECT = 150;
const TEXT = 100_000;

const Mailbox = z.email("is no mail address");

const Options = z.strictObject({
  smtp: z
    .string()
    .superRefine((text, context) => {
      const problem = isReference(text) || text.includes("${") ? undefined : smtpProblem(text);
      if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
    })
    .describe(
      "submission server: smtps://host (465), or smtp://host (587, STARTTLS required); user and password as smtps://user:${PASSWORD}@host",
    ),
  from: Mailbox.describe("sender"),
  to: z.array(Mailbox).min(1, "names nobody").describe("who gets it"),
  requireTls: z
    .boolean()
    .optional()
    .describe("refuse to go on without TLS; default true, on this machine false"),
  ...inside,
  ...shared,
});

type EmailOptions = z.output<typeof Options>;

/** A subject is read by every server on the way: what the incident is called, and no more. */
function subjectOf({ occasion, called }: Notice): string {
  if (occasion === "test") return "TEST of claro-ir: nothing is to be done";
  return fit(plain(`incident ${called}`), SUBJECT);
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function bodyOf(notice: Notice): { subject: string; text: string; html: string } {
  const text = wholeText(notice, TEXT);
  return {
    subject: subjectOf(notice),
    text,
    html: `<pre style="white-space:pre-wrap;font-size:1rem">${escapeHtml(text)}</pre>`,
  };
}

/** The mail as it is sent: the same at every attempt, under one Message-ID, in one thread for each incident. */
async function messageOf(options: EmailOptions, notice: Notice): Promise<Buffer> {
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  const { from, to } = options;
  const domain = from.split("@").at(-1) ?? "localhost";
  const { subject, text, html } = bodyOf(notice);
  const thread = `<${notice.dedupKey.replaceAll("/", ".")}@${domain}>`;
  return new MailComposer({
    from,
    to,
    subject,
    text,
    html,
    textEncoding: "quoted-printable",
    date: new Date(notice.at),
    messageId: `<${notice.id}@${domain}>`,
    references: thread,
    headers: { "X-Claro-IR": mark(notice), "Auto-Submitted": "auto-generated" },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

async function smtpOf(id: string, options: EmailOptions, deps: NotifierDeps): Promise<SmtpAddress> {
  const text = (await deps.resolve(options.smtp)).trim();
  const address = smtpAddress(id, text);
  if (address.auth !== undefined) {
    deps.remember(text);
    deps.remember(address.auth.pass);
  }
  return address;
}

function smtpOptions(
  id: string,
  { allow, requireTls }: EmailOptions,
  address: SmtpAddress,
  timeoutMs: number,
): SmtpOptions {
  return { id, address, allow, requireTls: requireTls ?? !address.isLoopback, timeoutMs };
}

export const email: NotifierModule = {
  kind: "email",
  title: "A mail, by a submission server (SMTP)",
  schema: Options,
  traps: [
    "The subject says what the incident is called and no more: every server on the way reads it.",
    "A mailbox that the leaked key opens, or that the attacker reads, is no channel: name one outside.",
    "250 means that the server has it, not that anybody has read it.",
    "A server in your own network must be named under allow.",
    "Mail cannot tell a repeated message: after a lost answer nothing is sent again by itself.",
  ],
  example:
    '{ id: mail, kind: email, smtp: "smtps://ir:${SMTP_PASSWORD}@mail.acme.example", from: ir@acme.example, to: [security@acme.example] }',
  connect(id, given, deps) {
    const options = Options.parse(given);
    return {
      id,
      kind: "email",
      deduplicates: false,
      body: (notice) => ({ from: options.from, to: options.to, ...bodyOf(notice) }),
      async whither() {
        const { host, port, isLoopback } = await smtpOf(id, options, deps);
        return { host: `${host}:${String(port)}`, isLoopback };
      },
      async look(timeoutMs) {
        const address = await smtpOf(id, options, deps);
        await handOver(smtpOptions(id, options, address, timeoutMs), undefined);
        return `${address.host} answers${address.auth === undefined ? "" : " and lets us in"}`;
      },
      async send(notice, timeoutMs) {
        const address = await smtpOf(id, options, deps);
        const { from, to } = options;
        const message = await messageOf(options, notice);
        const smtp = smtpOptions(id, options, address, timeoutMs);
        const { rejected } = await handOver(smtp, { from, to, message });
        const refused = `${String(rejected)} of ${String(to.length)} recipients refused`;
        return {
          status: 250,
          remoteId: `${notice.id}@${from.split("@").at(-1) ?? ""}`,
          detail: rejected === 0 ? null : refused,
        };
      },
    };
  },
};
