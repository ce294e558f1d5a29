// What each command's --help teaches: lines to type, as they stand, and what comes next. A test parses every one of them.
import type { Lesson } from "./lesson.ts";
import { PEOPLE_LESSONS } from "./lessons-people.ts";
import { CLOCK_LESSONS } from "./lessons-clocks.ts";
import { QUIET_LESSONS } from "./lessons-quiet.ts";
import { EVIDENCE_LESSONS } from "./lessons-evidence.ts";

const KEY = "production-web-app";

/** By the command's words, e.g. `step done`. */
export const LESSONS: Readonly<Record<string, Lesson>> = {
  ...PEOPLE_LESSONS,
  start: {
    examples: [
      "claro-ir start",
      `claro-ir start --key ${KEY} --secret-file leaked.key --evidence-level public-exposure`,
      "claro-ir start --from-text ci.log --no-input",
    ],
    after: "Nothing is cut and no secret is sent by this. Every answer can be changed later.",
  },
  resume: {
    examples: ["claro-ir resume", "claro-ir resume --incident k7f3"],
    after: "q leaves again at any time; without a terminal use: claro-ir next",
  },
  status: {
    examples: ["claro-ir status", "claro-ir status --watch", "claro-ir status --json"],
    after: "The text is short enough to paste into a chat.",
  },
  next: {
    examples: ["claro-ir next"],
    after:
      "Type the first command it shows; step done only records what you did, step show says how. It is the order that people, the guided session and the drill follow.",
  },
  list: { examples: ["claro-ir list"], after: "Look at one: claro-ir status --incident <id>" },
  step: {
    examples: ["claro-ir step list", "claro-ir step show block-compromised-key"],
    after: "A step that can be automated is done by: claro-ir run <step>",
  },
  "step list": { examples: ["claro-ir step list"] },
  "step show": {
    examples: ["claro-ir step show block-compromised-key --credential c1"],
    after: "It names the facts that the step needs, and who can help if you cannot.",
  },
  "step start": {
    examples: ["claro-ir step start preserve-logs"],
    after: "Others see that you have it. Done: claro-ir step done preserve-logs",
  },
  "step done": {
    examples: [
      'claro-ir step done alert-security-team --note "called dana 02:15"',
      "claro-ir step done preserve-logs --evidence gateway.log",
    ],
    after: "A proof is not done by saying so: claro-ir run <step>, or --attest with --because.",
  },
  "step skip": {
    examples: ['claro-ir step skip stop-exposure-source --because "it was never public"'],
  },
  "step waive": {
    examples: [
      'claro-ir step waive deploy-replacement-key --target prod-1 --because "it is switched off"',
    ],
  },
  "step fail": { examples: ['claro-ir step fail preserve-logs --because "kept for a day only"'] },
  "step reopen": {
    examples: ['claro-ir step reopen preserve-logs --because "the copy is not complete"'],
  },
  run: {
    examples: [
      `claro-ir run block-compromised-key --confirm ${KEY}`,
      "claro-ir run create-replacement-key --secret-file new.key",
      "claro-ir run deploy-replacement-key --dry-run",
      "claro-ir run deploy-replacement-key --plan plan.json",
    ],
    after:
      "Where a provider has no API it prints the clicks. An outcome that is unknown: claro-ir reconcile",
  },
  advise: {
    examples: ["claro-ir advise"],
    after: 'Choose otherwise: claro-ir decide strategy replace-first --because "<why>"',
  },
  decide: {
    examples: [
      'claro-ir decide outage 17 --because "the key is public; web can be down for it"',
      'claro-ir decide strategy replace-first --because "no outage is bearable"',
      'claro-ir decide verdict benign --because "our own load test"',
    ],
  },
  credential: { examples: ["claro-ir credential list"] },
  "credential add": {
    examples: [
      `claro-ir credential add --key staging-web-app --environment staging`,
      "claro-ir credential add --from-text .env",
    ],
  },
  "credential list": { examples: ["claro-ir credential list"] },
  "credential drop": { examples: ['claro-ir credential drop c2 --because "a test value"'] },
  targets: {
    examples: ["claro-ir targets list", "claro-ir targets show dotenv"],
    after: "Places can be in the configuration too: claro-ir schema config",
  },
  "targets add": {
    examples: [
      "claro-ir targets add prod-1 --kind manual --note 'ssh prod-1, edit /etc/app.env, restart app'",
      "claro-ir targets add web --kind dotenv --path app/.env --variable BAYT_API_KEY",
      "claro-ir targets add gh --kind github-actions --option owner=acme --option repo=web --option secret=BAYT_API_KEY",
      "claro-ir targets add k8s --kind exec --option preset=kubectl --option with.secret=app --option with.entry=BAYT_API_KEY",
    ],
    after: "Write the new key there: claro-ir run deploy-replacement-key",
  },
  "where-used": {
    examples: [
      "claro-ir where-used --git",
      "claro-ir where-used --secret-file leaked.key --in ~/src /srv --git --plan plan.json",
    ],
    after:
      "The value is never shown and never an argument. Replace it in exactly those places: claro-ir run deploy-replacement-key --plan plan.json",
  },
  scan: {
    examples: ["claro-ir scan", "claro-ir scan --in deploy --json"],
    after: "A key that was shared is a leaked key: claro-ir start",
  },
  redact: { examples: ["claro-ir redact < app.log > clean.log"] },
  "targets list": { examples: ["claro-ir targets list"] },
  "targets show": { examples: ["claro-ir targets show exec"] },
  secret: { examples: ["claro-ir secret reveal"] },
  "secret reveal": {
    examples: ["claro-ir secret reveal --credential c1"],
    after: "Each time is on record. Better where you can: claro-ir secret pipe",
  },
  "secret pipe": {
    examples: ["claro-ir secret pipe -- gh secret set BAYT_API_KEY"],
    after: "The value is never in an argument, in a plain file or on the screen.",
  },
  probe: {
    examples: ["claro-ir probe", "claro-ir probe --until-dead --timeout 10m"],
    after: 'A probe moves the key\'s "last used", so the usage figures are saved first.',
  },
  reconcile: {
    examples: ["claro-ir reconcile"],
    after: "It looks and repeats nothing. Then: claro-ir next",
  },
  note: {
    examples: [
      'claro-ir note "customer called, asks about invoices"',
      'claro-ir note "the post went up" --occurred-at 2026-11-23T01:40:00Z --precision minute',
    ],
  },
  fact: {
    examples: [
      "claro-ir fact abuse yes",
      'claro-ir fact awarePersonalDataAt 2026-11-26T07:25Z --because "the logs came only then"',
    ],
    after: "Names and values of a step's facts: claro-ir step show <step>",
  },
  evidence: { examples: ["claro-ir evidence add screenshot.png"] },
  "evidence add": { examples: ["claro-ir evidence add gateway.log --step preserve-logs"] },
  "evidence list": { examples: ["claro-ir evidence list"] },
  ...CLOCK_LESSONS,
  ...EVIDENCE_LESSONS,
  metrics: {
    examples: ["claro-ir metrics", "claro-ir metrics --format svg --output metrics.svg"],
    after: "Drills stand apart. n says on how many incidents a figure rests.",
  },
  timeline: {
    examples: [
      "claro-ir timeline",
      "claro-ir timeline --format timesketch --output timeline.jsonl",
      "claro-ir timeline --audience customer --format html --output for-customers.html",
    ],
    after:
      "An audience gets roles for names, and of a restricted incident its codename alone. Read what you send.",
  },
  postmortem: {
    examples: [
      "claro-ir postmortem",
      "claro-ir postmortem --lint",
      "claro-ir postmortem --format pdf --output incident.pdf",
    ],
    after:
      "Write between the keep marks of the Markdown document: that stays when it is made again, and stands in the other formats. A PDF is printed by the Chromium of this machine.",
  },
  close: {
    examples: ['claro-ir close --because "contained, replaced, reviewed"'],
    after: "The items still open are named. What ends, stays on record.",
  },
  "stand-down": { examples: ['claro-ir stand-down --because "it was our own load test"'] },
  reopen: {
    examples: ['claro-ir reopen --incident k7f3 --because "the old key was seen again"'],
  },
  verify: {
    examples: ["claro-ir verify", "claro-ir verify --anchor 19:b71e0c2d"],
    after: "Write a head down elsewhere (every answer ends with one): only that shows a cut end.",
  },
  rebuild: {
    examples: ["claro-ir rebuild"],
    after: "Nothing is lost by it: the journals are the truth.",
  },
  doctor: {
    examples: ["claro-ir doctor", "claro-ir doctor --verbose"],
    after: "It only reads: no key is made, used or deleted. Each red line stands above its remedy.",
  },
  init: {
    examples: [
      "claro-ir init",
      "claro-ir init --dry-run",
      "claro-ir init --workspace acme --operator dana:owner,sam:admin --target all --yes",
    ],
    after: "Nothing that is there is changed. Then: claro-ir doctor",
  },
  drill: {
    examples: ["claro-ir drill", "claro-ir drill --cold", "claro-ir drill --auto --seed 7"],
    after: "On a terminal you play; without one it plays itself.",
  },
  "drill compare": {
    examples: ["claro-ir drill compare k7f3 m4q2"],
    after: "Names of rehearsals are shown by: claro-ir list",
  },
  sandbox: {
    examples: ["claro-ir sandbox --workspace playground"],
    after: "Its first line of output is its address. Ctrl-C ends it; the same folder goes on.",
  },
  ...QUIET_LESSONS,
  completion: {
    examples: ["claro-ir completion bash"],
    after:
      "bash and zsh: source <(claro-ir completion bash) in ~/.bashrc, or the same with zsh in ~/.zshrc. fish: claro-ir completion fish > ~/.config/fish/completions/claro-ir.fish",
  },
  schema: { examples: ["claro-ir schema status", "claro-ir schema config"] },
};
