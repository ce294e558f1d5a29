// Every kind of notifier. A new one is one file beside this one and one line in NOTIFIERS.
import { z } from "zod";
import { ClaroIrError } from "../../core/error.ts";
import type { AdapterConfig } from "../../ports/config.ts";
import type { Notifier } from "../../ports/notifier.ts";
import type { Fault } from "../../ports/premises.ts";
import type { NotifierDeps, NotifierModule } from "./definition.ts";
import { email } from "./email.ts";
import { pagerduty } from "./pagerduty.ts";
import { slack } from "./slack.ts";
import { teams } from "./teams.ts";
import { webhook } from "./webhook.ts";

/** In the order in which people are offered them. */
export const NOTIFIERS: readonly NotifierModule[] = [slack, pagerduty, email, teams, webhook];

/** What people read about a kind. */
export interface NotifierWords {
  readonly kind: string;
  readonly title: string;
  readonly options: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly text: string;
  }[];
  readonly traps: readonly string[];
  readonly example: string;
}

/** Connect a configured notifier. Throws ClaroIrError `usage` for an unknown kind or options that do not fit; nothing is resolved or called. */
export function connectNotifier(config: AdapterConfig, deps: NotifierDeps): Notifier {
  const [fault] = notifierFaults(config.kind, config.options);
  const module = NOTIFIERS.find(({ kind }) => kind === config.kind);
  if (fault === undefined && module !== undefined)
    return module.connect(config.id, config.options, deps);
  throw new ClaroIrError("usage", "bad-notifier", `notifier ${config.id}: ${fault?.what ?? ""}`, {
    hint:
      module === undefined ? "claro-ir notifiers list" : `claro-ir notifiers show ${config.kind}`,
  });
}

/** What is wrong with a notifier's options, without quoting them: they may be a secret in the wrong place. */
export function notifierFaults(kind: string, options: unknown): readonly Fault[] {
  const module = NOTIFIERS.find((one) => one.kind === kind);
  if (module === undefined) {
    const known = NOTIFIERS.map((one) => one.kind).join(", ");
    return [{ what: `there is no such kind (${known})`, fix: NOTIFIERS[0]?.example ?? "" }];
  }
  const result = module.schema.safeParse(options);
  if (result.success) return [];
  const what = result.error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? `unknown option ${issue.keys.map((key) => (/^[A-Za-z]{1,24}$/.test(key) ? key : "(not shown)")).join(", ")}`
      : `${issue.path.map(String).join(".") || "it"}: ${issue.message}`,
  );
  return [{ what: what.join("; "), fix: module.example }];
}

/** By kind, what its options are parsed with. */
export const notifierSchemas: ReadonlyMap<string, z.ZodType> = new Map(
  NOTIFIERS.map((one) => [one.kind, one.schema]),
);

/** A kind's page, from the definition that parses it. Throws ClaroIrError `usage` for an unknown kind. */
export function describeNotifier(kind: string): NotifierWords {
  const module = NOTIFIERS.find((one) => one.kind === kind);
  if (module === undefined)
    throw new ClaroIrError(
      "usage",
      "unknown-kind",
      `there is no such kind of notifier (${NOTIFIERS.map((one) => one.kind).join(", ")})`,
      { hint: "claro-ir notifiers list" },
    );
  const { title, schema, traps, example } = module;
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" });
  const options = Object.entries(properties).map(([name, option]) => ({
    name,
    required: required.includes(name),
    text: typeof option === "boolean" ? "" : (option.description ?? ""),
  }));
  return { kind, title, options, traps, example };
}
