// Every check of `doctor`, in the order in which a fault would hurt. A new one is one file and one line here.
import type { Check } from "./check.ts";
import { configuration } from "./configuration.ts";
import { drill } from "./drill.ts";
import { identity } from "./identity.ts";
import { journal } from "./journal.ts";
import { logs } from "./logs.ts";
import { notifiers } from "./notifier.ts";
import { openIncidents } from "./open-incident.ts";
import { operators } from "./operator.ts";
import { program } from "./program.ts";
import { providers } from "./provider.ts";
import { recipients } from "./recipient.ts";
import { references } from "./reference.ts";
import { register } from "./register.ts";
import { runbooks } from "./runbook.ts";
import { store } from "./store.ts";
import { targets } from "./target.ts";

export const CHECKS: readonly Check[] = [
  configuration,
  store,
  journal,
  identity,
  references,
  providers,
  targets,
  logs,
  recipients,
  operators,
  notifiers,
  openIncidents,
  register,
  drill,
  runbooks,
  program,
];
