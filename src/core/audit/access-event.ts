// The normal form of one line of an access or audit log: what every source is read into, whoever wrote it.

/** How it ended: `denied` = 401, 403 and their like; `error` = any other refusal or failure. */
export type Outcome = "success" | "denied" | "error";

/** Something that lets somebody in, made, changed or removed by this event. */
export interface Change {
  readonly does: "creates" | "changes" | "deletes" | "disables-logging" | "reads-secret";
  readonly what:
    | "key"
    | "session"
    | "user"
    | "role"
    | "policy"
    | "service-account"
    | "member"
    | "log"
    | "secret";
  /** Id or name as the log has it: for a key or session what later lines name it by. */
  readonly id: string;
}

/** Null = the log does not say. Text is as the log has it, hostile until escaped. */
export interface AccessEvent {
  /** Epoch ms, UTC. */
  readonly at: number;
  /** What names the key in this log: provider key id, access key id, key name, a hash, or its last characters. */
  readonly key: string | null;
  /** What else names it in the same line: its last four characters beside its id, which may be all that anybody knows of it. */
  readonly alias?: string | null | undefined;
  /** Person, service account or role that acted. */
  readonly principal: string | null;
  readonly ip: string | null;
  /** ISO 3166 alpha-2. */
  readonly country: string | null;
  /** `AS64500`. */
  readonly asn: string | null;
  readonly userAgent: string | null;
  readonly method: string | null;
  /** Route with ids taken out (`GET /v1/prompts/{id}`), or the API's own operation (`iam:CreateAccessKey`). */
  readonly action: string | null;
  /** What was touched: path, ARN, secret name, prompt. */
  readonly resource: string | null;
  /** HTTP status. */
  readonly status: number | null;
  readonly outcome: Outcome;
  readonly errorCode: string | null;
  readonly bytes: number | null;
  /** Tokens or whatever the vendor bills by. */
  readonly units: number | null;
  /** In US dollars. */
  readonly cost: number | null;
  /** Model of a language-model call. */
  readonly model: string | null;
  /** The vendor's own id of the event: two lines with the same one are one event. */
  readonly id: string | null;
  readonly change: Change | null;
  /** A line that stands for many (a usage bucket): how many requests, and how long it lasts in ms. */
  readonly bucket: {
    readonly requests: number;
    readonly lastsMs: number;
    /** Requests of a usual day, where the log itself says so. */
    readonly average?: number;
  } | null;
}

/** Where an event was read: index into the report's sources, line (or record) number from 1. */
export interface Where {
  readonly source: number;
  readonly line: number;
}
