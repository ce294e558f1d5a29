// Sections 8, 9, 10 and 12: what only people can say. The program asks and keeps their words.
import { actionItems } from "../../incident/action-items.ts";
import { forMarkdown } from "../../redaction/escape.ts";
import { heading, paragraph, written, type Section } from "../document/document.ts";
import type { View } from "./view.ts";

/** Several conditions, never one root cause. */
export function factors(): Section {
  return {
    number: 8,
    title: "Contributing factors",
    blocks: [
      written(
        "factors",
        "the trigger, then several conditions; for each the evidence (journal number) and why it made sense at the time.",
        {
          questions: [
            "Why could this key read what it read? Why was it where it leaked?",
            "Are there other keys like it? Could this workload use short-lived credentials?",
            "Did the register name every place that held the key?",
            "What information was needed sooner? What tools or access were missing?",
          ],
        },
      ),
    ],
  };
}

/** Went well, was hard, lucky: the lessons, asked the way NIST's guide for incident handling asks them, in our words. */
export function learned(): Section {
  return {
    number: 9,
    title: "What we learned",
    blocks: [
      heading("What went well"),
      written("went-well", "what helped, in people, tools and runbook.", {
        questions: [
          "How well did people and the runbook work? Was the runbook followed, and was it right?",
          "Did the watch of 24 to 48 hours after the cut show anything?",
        ],
      }),
      heading("What was hard"),
      written("was-hard", "which steps slowed us, what was missing, where the runbook was wrong.", {
        questions: [
          "Which steps slowed recovery? What was known too late?",
          "What would we do differently next time?",
          "How could telling others, inside and outside, have been better?",
        ],
      }),
      heading("Where we got lucky"),
      written("lucky", "what could as well have gone the other way.", {
        questions: ["What prevents a repeat?", "Which signs should we watch for from now on?"],
      }),
    ],
  };
}

/** What could have shown it earlier. */
export function detectionGaps(): Section {
  return {
    number: 10,
    title: "Detection gaps",
    blocks: [
      written("detection-gaps", "one row for each sign that nobody could see.", {
        columns: ["Gap", "Cause", "Fix", "Owner role", "Due (YYYY-MM-DD)"],
      }),
    ],
  };
}

const ACTION_COLUMNS = [
  "Id",
  "Action",
  "Type",
  "Owner role",
  "Due (YYYY-MM-DD)",
  "Ticket",
  "Priority",
  "Verified by",
  "Status",
];

/** The actions on record as the first rows of the table; people go on from there. */
function actionRows(view: View): string {
  const rows = actionItems(view.input.state).map(({ action, owner, due, ticket, type }, index) => [
    `A${String(index + 1)}`,
    ...[action, type, owner, due, ticket].map((words) => forMarkdown(view.say(words))),
    "",
    "",
    "open",
  ]);
  return [ACTION_COLUMNS, ACTION_COLUMNS.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

/** Every action with an owner, a date, a ticket and a type. */
export function actions(view: View): Section {
  const place =
    actionItems(view.input.state).length > 0
      ? { ...written("actions", ""), prompt: null, start: actionRows(view) }
      : written(
          "actions",
          "one row for each action: verb first; type prevent, detect, respond or recover.",
          { columns: ACTION_COLUMNS },
        );
  return {
    number: 12,
    title: "Action items",
    blocks: [paragraph("Type: prevent, detect, respond or recover."), place],
  };
}
