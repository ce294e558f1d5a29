// Lessons of the commands about evidence, audits, findings and the watch; see lessons.ts.
import type { Lesson } from "./lesson.ts";

export const EVIDENCE_LESSONS: Readonly<Record<string, Lesson>> = {
  evidence: { examples: ["claro-ir evidence add screenshot.png"] },
  "evidence add": {
    examples: ["claro-ir evidence add gateway.log --step preserve-logs"],
    after: "What holds a key in clear is sealed (age); shown and given out is a copy without it.",
  },
  "evidence list": { examples: ["claro-ir evidence list"] },
  "evidence show": { examples: ["claro-ir evidence show 3f9ab2c1 --lines 20"] },
  "evidence export": {
    examples: [
      "claro-ir evidence export --output evidence-k7f3",
      "claro-ir evidence export --output k7f3.tar",
    ],
    after: "Whoever gets it checks it with: sha256sum -c manifest-sha256.txt",
  },
  audit: {
    examples: [
      "claro-ir audit /var/log/gateway --since 2026-11-22T00:00Z",
      "claro-ir audit access.log.gz --key-id key_7f3a --own-network 203.0.113.0/24",
      "claro-ir audit trail/ --attach --fail-on high",
      "claro-ir audit app.csv --key-id web-app --column key=consumer_id",
    ],
    after:
      "UNKNOWN is never no: gaps and limits say what the logs cannot show. Exit 1: --fail-on was reached, or no line could be read. Which logs: claro-ir sources list",
  },
  finding: { examples: ["claro-ir finding list"] },
  "finding list": { examples: ["claro-ir finding list"] },
  "finding malicious": {
    examples: [
      'claro-ir finding malicious --caller 203.0.113.57 --because "no host of ours"',
      'claro-ir finding malicious F-3k9x2a --because "no host of ours is there"',
    ],
    after:
      "First and last time it got something become facts. New findings open again what rests on them.",
  },
  "finding benign": {
    examples: [
      'claro-ir finding benign --caller 198.51.100.7 --because "our office in Hanoi, says kim"',
      'claro-ir finding benign F-3k9x2a --because "load test, says kim"',
    ],
    after: "A finding that several callers share follows when each of them has a word.",
  },
  "finding unknown": {
    examples: ['claro-ir finding unknown F-3k9x2a --because "nobody knows this host"'],
    after: "It counts as not ours.",
  },
  watch: {
    examples: ["claro-ir watch --once", "claro-ir watch --until 48h --file /var/log/gateway.log"],
    after: "Ours: mend that consumer. Theirs: a dead key does them no good; keep the list.",
  },
};
