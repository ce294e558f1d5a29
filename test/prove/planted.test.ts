// A mistake that has no place in the sources any more is told at once, not by the next long form.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { campaigns } from "./index.ts";

const ROOT = join(import.meta.dirname, "../..");

it.each(campaigns.map((campaign) => [campaign.id, campaign] as const))(
  "%s: every mistake that it must catch has its line in the program",
  async (_, { controls }) => {
    const gone: string[] = [];
    for (const { name, lines } of controls)
      for (const { file, text } of lines)
        if (!(await readFile(join(ROOT, file), "utf8")).includes(text))
          gone.push(`${name}: ${file}`);
    expect(gone).toEqual([]);
  },
);
