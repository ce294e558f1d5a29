// Lessons of the commands for quiet days: the register, what is supported, the playbooks.
import type { Lesson } from "./lesson.ts";

const KEY = "production-web-app";

/** By the command's words. */
export const QUIET_LESSONS: Readonly<Record<string, Lesson>> = {
  keys: { examples: ["claro-ir keys list"] },
  "keys add": {
    examples: [
      `claro-ir keys add ${KEY} --environment production --owner web-team --secret-file key.txt`,
    ],
    after: "Only a fingerprint and the last four characters are kept.",
  },
  "keys list": { examples: ["claro-ir keys list --environment production"] },
  "keys edit": {
    examples: [`claro-ir keys edit ${KEY} --owner web-team --consumer web --consumer worker`],
    after: "A new date of creation moves the date it is due.",
  },
  "keys retire": {
    examples: [`claro-ir keys retire ${KEY} --deleted --because "replaced in spring"`],
    after: "Deleted is refused while the vendor still lists it.",
  },
  "keys check": {
    examples: ["claro-ir keys check"],
    after: "It reads places and vendors, and changes nothing. What it could not ask is listed.",
  },
  "keys due": {
    examples: ["claro-ir keys due --within 30d", "claro-ir keys due --format ics"],
    after: "Production 90 days, staging 3 months, development 6 months after it was made.",
  },
  "keys import": {
    examples: [
      "claro-ir keys import keys.csv --dry-run",
      "claro-ir keys import .env --env --environment production --consumer web",
    ],
    after: "One bad line and nothing is imported. A value in a list is refused.",
  },
  "keys rotate": {
    examples: [
      `claro-ir keys rotate ${KEY}`,
      `claro-ir keys rotate ${KEY} --staging web-staging --watch 48h --no-input`,
    ],
    after:
      "Not for a key that leaked: that is claro-ir start. The old key stays for a day at least; look with claro-ir next, or claro-ir run watch-rotation.",
  },
  "keys show": { examples: [`claro-ir keys show ${KEY}`] },
  providers: { examples: ["claro-ir providers list"] },
  "providers list": { examples: ["claro-ir providers list"] },
  "providers show": {
    examples: ["claro-ir providers show aws-iam", "claro-ir providers show http"],
  },
  sources: { examples: ["claro-ir sources list"] },
  "sources list": { examples: ["claro-ir sources list"] },
  "sources show": {
    examples: ["claro-ir sources show cloudtrail", "claro-ir sources show csv"],
    after: "A log is told by its content; its page says what it cannot show.",
  },
  runbook: { examples: ["claro-ir runbook list"] },
  "runbook list": { examples: ["claro-ir runbook list"] },
  "runbook show": { examples: ["claro-ir runbook show compromised-key"] },
  "runbook follow": {
    examples: ['claro-ir runbook follow leaked-in-git --because "it was committed in May"'],
    after: "What is done stays done; the copy that the incident began with is kept.",
  },
  "runbook validate": {
    examples: ["claro-ir runbook validate our-runbook.yaml"],
    after: "Use it: claro-ir start --runbook our-runbook.yaml",
  },
  "runbook check": {
    examples: ["claro-ir runbook check leaked-in-git", "claro-ir runbook check ./our-runbook.yaml"],
    after: "validate reads the file, check plays it: no key cut undecided, no way without an end.",
  },
  "runbook export": {
    examples: [
      "claro-ir runbook export compromised-key --output playbook.json",
      "claro-ir runbook export --incident k7f3",
    ],
    after:
      "A CACAO 2.0 playbook. An incident's says of each step its state, when, and by which role.",
  },
  "runbook graph": { examples: ["claro-ir runbook graph compromised-key --format mermaid"] },
};
