// What is typed in the two incidents whose documents are checked: one on the sandbox with automation, one with nothing configured.

/** One command line; `--json` is added. Its exit code is 0 unless `code` says otherwise; with `error` it prints an error document. */
export interface Line {
  readonly command: string;
  readonly args: readonly string[];
  readonly code?: number;
  readonly error?: boolean;
}

function line(command: string, args: string = "", more: Omit<Line, "command" | "args"> = {}): Line {
  return { command, args: args === "" ? [] : args.split(" "), ...more };
}

/** Ends with an error document. */
function fails(code: number, command: string, args: string = ""): Line {
  return line(command, args, { code, error: true });
}

const KEY = "--no-input --key production-web-app --secret-file leaked.key";
const KNOWN = "--evidence-level public-exposure --abuse unknown --data internal";
const CUT = "block-compromised-key --confirm production-web-app";

/** On the sandbox, up to a key that is cut and an answer about to be lost. */
export const BEFORE_LOSS: readonly Line[] = [
  line("start", `${KEY} --dry-run`),
  line("start", `${KEY} ${KNOWN} --outage-tolerance minutes`),
  fails(4, "start", KEY),
  line("note", "seen-in-a-gist"),
  line("fact", "keyCan read"),
  line("evidence add", "leak.txt"),
  line("join", "--as sam"),
  line("credential add", "--key staging-web-app --environment staging"),
  line("targets add", "box --kind manual --note ssh --credential c2"),
  line("credential drop", "c2 --because unrelated"),
  line("run", "capture-minimum-evidence"),
  fails(3, "run", CUT),
  line("decide", "outage 5 --because bearable"),
  fails(2, "run", "block-compromised-key"),
  line("run", `${CUT} --dry-run`),
  line("run", CUT),
  fails(4, "run", CUT),
  line("probe", "--until-dead"),
  line("run", "verify-key-rejected"),
];

/** The answer to creating the key is lost. */
export const LOSS: readonly Line[] = [fails(5, "run", "create-replacement-key"), line("status")];

/** On the sandbox, from the lost answer to a key in use. */
export const AFTER_LOSS: readonly Line[] = [
  line("reconcile"),
  line("run", "create-replacement-key"),
  line("secret pipe", `-- ${process.execPath} -e console.log('taken')`),
  line("run", "deploy-replacement-key"),
  line("run", "verify-replacement-live"),
  line("run", "update-register"),
  line("run", "collect-access-logs --dry-run"),
  line("run", "collect-access-logs"),
  line("run", "review-audit-logs"),
  line("finding list"),
  fails(2, "finding benign", "{finding}"),
  line("finding benign", "{finding} --because a-test"),
  line("finding unknown", "{finding} --because who-knows"),
  line("finding malicious", "{finding} --because not-ours"),
  line("evidence show", "leak.txt"),
  line("evidence export", "--output bag --dry-run"),
  line("evidence export", "--output bag"),
  fails(2, "evidence export", "--output bag"),
  line("watch", "--once --dry-run"),
  // Our services tried the dead key until they had the new one.
  line("watch", "--once", { code: 1 }),
  line("runbook follow", "leaked-in-git --because it-was-in-git --dry-run"),
  line("runbook follow", "leaked-in-git --because it-was-in-git"),
  fails(2, "runbook follow", "compromised-key"),
  line("runbook follow", "compromised-key --because no-it-was-not"),
  fails(3, "close", "--because early"),
  line("close", "--because early --dry-run"),
];

/** Reading the same incident; these may run side by side. */
export const READING: readonly Line[] = [
  line("status"),
  line("list"),
  line("next"),
  line("advise"),
  line("credential list"),
  line("step list"),
  line("step show", "stop-exposure-source"),
  line("evidence list"),
  line("keys list"),
  line("keys show", "production-web-app"),
  line("keys check", "", { code: 1 }),
  line("keys due"),
  line("targets list"),
  line("targets show", "exec"),
  line("providers list"),
  line("providers show", "http"),
  line("notifiers list"),
  line("notifiers show", "email"),
  line("notify test", "--dry-run --config notify.yaml"),
  line("notify test", "--config notify.yaml", { code: 8 }),
  line("notify send", "--text still-at-it --dry-run --config notify.yaml"),
  fails(2, "notify send", "--text nobody-to-tell"),
  line("sources list"),
  line("sources show", "cloudtrail"),
  line("runbook list"),
  line("runbook show", "compromised-key"),
  line("runbook check", "suspicious-usage"),
  line("runbook graph", "compromised-key"),
  line("runbook export", "compromised-key"),
  line("runbook validate", "broken.yaml", { code: 1 }),
  line("timeline"),
  line("timeline", "--audience customer"),
  line("runbook export", "--output playbook.json"),
  line("timeline", "--output timeline.csv --format csv"),
  line("postmortem"),
  line("postmortem", "--lint", { code: 1 }),
  line("where-used", "--secret-file leaked.key --plan plan.json", { code: 1 }),
  line("audit", "access.jsonl --key-id key_1 --since 2026-11-20"),
  line("scan", "", { code: 1 }),
  line("clocks list"),
  line("notify draft", "eu-gdpr"),
  fails(2, "notify draft", "eu-gdprr"),
  line("decide", "notify uk-gdpr,us-hipaa:no --because nothing-personal"),
  fails(2, "decide", "notify uk-gdpr,eu-gdprr:yes --because typed"),
  fails(2, "decide", "notify eu-gdpr.press:no --because typed"),
  fails(2, "clocks except", "us-tx people --because no-paper"),
  line("clocks sent", "eu-gdpr authority --receipt 4711"),
  line("clocks except", "us-tx people --document letter --because police"),
  line("redact"),
  line("metrics"),
  line("metrics", "--output metrics.svg --format svg"),
  line("verify"),
  line("doctor", "", { code: 1 }),
  line("schema"),
  line("completion", "bash"),
];

/** Nothing configured, a key that only a dashboard can cut, a false alarm, and what cannot be. */
export const BARE: readonly Line[] = [
  fails(2, "status"),
  line("init", "--dry-run"),
  line("keys add", "staging-docs --environment staging --dry-run"),
  line("keys add", "staging-docs --environment staging --purpose docs"),
  fails(4, "keys add", "staging-docs --environment staging"),
  line("keys edit", "staging-docs --owner docs-team"),
  line("keys import", "/dev/null --env --environment staging"),
  line("keys rotate", "staging-docs --dry-run"),
  line("keys rotate", "staging-docs"),
  fails(4, "keys rotate", "staging-docs"),
  line("start", "--key staging-docs --environment staging"),
  line("step start", "preserve-logs"),
  line("step fail", "preserve-logs --because nobody-awake"),
  line("step done", "find-cause --note pasted"),
  line("step reopen", "find-cause --because wrong"),
  line("step skip", "schedule-review --because small"),
  line("step waive", "update-procedures --because small"),
  fails(3, "run", "create-replacement-key"),
  fails(2, "resume"),
  line("stand-down", "--because false-alarm"),
  line("reopen", "--because not-so-false --incident {incident}"),
  line("keys retire", "staging-docs --because unused"),
  line("rebuild"),
  fails(2, "stat"),
  fails(2, "status", "--no-such-flag"),
  fails(2, "status", "--incident INC-20200101-zzzz"),
];

/** In a home of its own: it needs no incident. */
export const DRILL = line("drill", "--auto --seed 3");
export const COMPARE = line("drill compare");

/** The bare incident once a byte of its evidence has changed. */
export const DAMAGED: readonly Line[] = [line("verify", "", { code: 7 })];

/** Checked by hand, not from a list: one needs a terminal, one does not end. */
export const BY_HAND: readonly string[] = ["secret reveal", "sandbox"];
