// Deploy target `manual`: a place that only a person can reach. The program says what to do and takes the person's word.
import { z } from "zod";

import { ManualOnly } from "../../ports/deploy-target.ts";
import { consumerPlan, consumerSide } from "./consumer.ts";
import { shared, type TargetModule } from "./definition.ts";

const Options = z.strictObject({
  note: z
    .string()
    .trim()
    .min(1)
    .describe("what a person has to do there; several lines are several steps"),
  ...shared,
});

export const manual: TargetModule = {
  id: "manual",
  title: "A place that only a person can reach",
  schema: Options,
  traps: [
    "Nothing is proved by itself: name an inUse check, or the deployment stays a person's word (attested).",
    "Feed the key to a command with `claro-ir secret pipe -- <command>`: a key typed as an argument stays in shell histories and is seen by ps.",
  ],
  example:
    '{ id: prod-1, kind: manual, note: "ssh prod-1, edit /etc/app.env, systemctl restart app" }',
  proves: "nothing",
  connect(id, options, deps) {
    const parsed = Options.parse(options);
    const steps = parsed.note.split(/\r?\n/).filter((line) => line.trim() !== "");
    return {
      id,
      kind: "manual",
      where: steps[0] ?? id,
      plan: () => Promise.resolve(["a person does this:", ...steps, ...consumerPlan(parsed)]),
      read: () =>
        Promise.resolve({
          state: "unreadable",
          why: "only a person can look there",
          byNature: true,
        }),
      write: () => Promise.reject(new ManualOnly(steps)),
      ...consumerSide(parsed, deps),
    };
  },
};
