// Options of the target `exec`, and how a preset's commands come into them.
import { z } from "zod";

import { Argv, shared, VariableName } from "./definition.ts";
import { presetOf, presets } from "./preset/index.ts";
import { askProblems, fillPreset } from "./preset/preset.ts";

/** Stands for the key in the text for stdin. */
export const PLACEHOLDER = "{{key}}";

/** The options as they are configured. */
export const Options = z
  .strictObject({
    preset: z
      .enum(presets.map(({ id }) => id))
      .optional()
      .describe("a tool whose commands are known (see the presets below), instead of `write`"),
    with: z
      .record(z.string(), z.string())
      .default({})
      .describe("what the preset asks for, by name: { secret: app, entry: BAYT_API_KEY }"),
    write: Argv.optional().describe(
      "program and arguments that store the key, which they get on stdin",
    ),
    stdin: z
      .string()
      .refine((text) => text.includes(PLACEHOLDER), `must hold ${PLACEHOLDER}`)
      .default(PLACEHOLDER)
      .describe(
        `text given to \`write\`: ${PLACEHOLDER} is the key (escaped where the text is JSON)`,
      ),
    read: Argv.optional().describe("program and arguments that print the stored key alone"),
    env: z
      .array(VariableName)
      .default([])
      .describe("variables passed on to the programs beside PATH, HOME, USER and LANG"),
    timeoutSeconds: z.number().positive().max(600).default(30).describe("time for one run"),
    ...shared,
  })
  .superRefine((options, context) => {
    for (const { path, message } of presetProblems(options))
      context.addIssue({ code: "custom", path: [...path], message });
  });

/** Options with the preset's commands in their places; `write` is there. */
export type ExecOptions = Omit<z.output<typeof Options>, "write" | "read"> & {
  readonly write: readonly string[];
  readonly read: readonly string[] | undefined;
};

/** What is wrong with preset and `write` together. */
function presetProblems(
  options: Pick<z.output<typeof Options>, "preset" | "with" | "write">,
): readonly { readonly path: readonly string[]; readonly message: string }[] {
  const preset = presetOf(options.preset);
  if ((preset === undefined) === (options.write === undefined))
    return [{ path: ["write"], message: "give write or preset, one of them" }];
  if (preset === undefined)
    return Object.keys(options.with).length === 0
      ? []
      : [{ path: ["with"], message: "is for a preset" }];
  return askProblems(preset, options.with).map(({ name, problem }) => ({
    path: name === undefined ? ["with"] : ["with", name],
    message: problem,
  }));
}

/** The options with the preset's commands; what is given beside it comes first. */
export function completed(options: z.output<typeof Options>): ExecOptions {
  const { write = [] } = options;
  const preset = presetOf(options.preset);
  if (preset === undefined) return { ...options, write, read: options.read };
  const ready = fillPreset(preset, options.with);
  return {
    ...options,
    write: ready.write,
    stdin: options.stdin === PLACEHOLDER ? (ready.stdin ?? PLACEHOLDER) : options.stdin,
    read: options.read ?? ready.read,
    env: [...new Set([...ready.env, ...options.env])],
  };
}
