// An SMTP address such as smtps://user:password@host:465 taken apart, and the rules about it.
import { OutsideError } from "../../ports/outside.ts";

/** Where mail is handed in. */
export interface SmtpAddress {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314, 3.3); otherwise STARTTLS. */
  readonly secure: boolean;
  /** This machine: mail may be handed over in clear. */
  readonly isLoopback: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
}

/** Ports of message submission (RFC 8314, 7.3; RFC 6409, 3.1). */
const PORT = { "smtps:": 465, "smtp:": 587 } as const;

/** Why a text is no address to hand mail in at, in words without the text; undefined when it is one. */
export function smtpProblem(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || url.hostname === "") return "not an smtp:// or smtps:// address";
  if (url.protocol !== "smtp:" && url.protocol !== "smtps:")
    return `${url.protocol} is not supported, only smtp: and smtps:`;
  return url.username !== "" && url.password === "" ? "a user name without a password" : undefined;
}

/** The parts of an address. Throws OutsideError (certain) when it is none. */
export function smtpAddress(id: string, text: string): SmtpAddress {
  const problem = smtpProblem(text);
  if (problem !== undefined)
    throw new OutsideError(true, `${id}: its address is refused: ${problem}`, {
      hint: "claro-ir notifiers show email",
    });
  const url = new URL(text);
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return {
    host,
    port: Number(url.port) || PORT[secure ? "smtps:" : "smtp:"],
    secure,
    isLoopback: host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host),
    auth:
      url.username === ""
        ? undefined
        : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
  };
}
