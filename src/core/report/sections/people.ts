// Sections 8, 9, 10 and 12: what only people can say. The program asks and keeps their words.
import { keepRegion, unwritten } from "../keep.ts";

/** Several conditions, never one root cause. */
export function factors(): string {
  return `## 8. Contributing factors

${keepRegion(
  "factors",
  `${unwritten("the trigger, then several conditions; for each the evidence (journal number) and why it made sense at the time.")}
<!-- Questions that help:
- Why could this key read what it read? Why was it where it leaked?
- Are there other keys like it? Could this workload use short-lived credentials?
- Did the register name every place that held the key?
- What information was needed sooner? What tools or access were missing?
-->
`,
)}`;
}

/** Went well, was hard, lucky. */
export function learned(): string {
  return `## 9. What we learned

### What went well

${keepRegion("went-well", unwritten("what helped, in people, tools and runbook."))}

### What was hard

${keepRegion("was-hard", unwritten("which steps slowed us, what was missing, where the runbook was wrong."))}

### Where we got lucky

${keepRegion("lucky", unwritten("what could as well have gone the other way."))}`;
}

/** What could have shown it earlier. */
export function detectionGaps(): string {
  return `## 10. Detection gaps

${keepRegion(
  "detection-gaps",
  `${unwritten("one row for each sign that nobody could see.")}
| Gap | Cause | Fix | Owner role | Due (YYYY-MM-DD) |
|---|---|---|---|---|
`,
)}`;
}

/** Every action with an owner and a date. */
export function actions(): string {
  return `## 12. Action items

${keepRegion(
  "actions",
  `${unwritten("one row for each action: verb first; type prevent, detect, respond or recover.")}
| Id | Action | Type | Owner role | Due (YYYY-MM-DD) | Ticket | Priority | Verified by | Status |
|---|---|---|---|---|---|---|---|---|
`,
)}`;
}
