// What became of each step of an incident, for a playbook's copy: state, when, by which role, how it is known. No words of people.
import { checklist, type ChecklistItem } from "../incident/checklist.ts";
import type { CacaoPlay } from "../runbook/cacao.ts";
import { dateTime, type ReportInput } from "./input.ts";
import { whoShown } from "./people.ts";

/** Variables' names have letters, figures, dashes and underscores. */
function variable(item: ChecklistItem, part: string): string {
  const of = item.credential === null ? "" : `_${item.credential.id}`;
  return `__${part}${of}__`;
}

/** The incident that a playbook was played for. A restricted one goes by its codename. */
export function cacaoPlay(input: ReportInput): CacaoPlay {
  const { state, events, runbook } = input;
  const who = whoShown(state, events, false);
  const items = Map.groupBy(checklist(runbook, state), (item) => item.step.id);
  const last = events.at(-1)?.at ?? state.declaredAt;
  return {
    name: input.clean(state.restricted ? (state.codename ?? "restricted") : state.id),
    declaredAt: state.declaredAt,
    modifiedAt: last < state.declaredAt ? state.declaredAt : last,
    restricted: state.restricted,
    facts: Object.fromEntries(
      Object.entries(state.facts).map(([name, { value }]) => [name, input.clean(value)]),
    ),
    outcome(step) {
      const all = items.get(step) ?? [];
      return {
        lines: all.map((item) => {
          const { record, credential } = item;
          const of = credential === null ? "" : `${credential.id}: `;
          const told =
            record === null ? "" : `, ${dateTime(record.occurredAt)} UTC by ${who(record.by)}`;
          return `${of}${item.state}${told}${record?.grade ? ` (${record.grade})` : ""}`;
        }),
        variables: Object.fromEntries(
          all.flatMap((item) => [
            [variable(item, "state"), item.state],
            ...(item.record === null ? [] : [[variable(item, "at"), item.record.occurredAt]]),
          ]),
        ) as Record<string, string>,
      };
    },
  };
}
