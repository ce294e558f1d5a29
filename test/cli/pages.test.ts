// What the pages of this repository tell people to type exists, and what they point at is there.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { reached } from "./reached.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PAGES = [
  "README.md",
  "runbooks/README.md",
  "test/README.md",
  "state/README.md",
  "src/README.md",
];

function page(name: string): string {
  return readFileSync(join(ROOT, name), "utf8");
}

/** Lines of fenced blocks, those that go on in the next line joined, without what is said behind a `#`. */
function typedLines(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
  return blocks
    .flatMap((block) => block.replaceAll(/\\\n\s*/g, "").split("\n"))
    .map((line) => line.replace(/ +# .*$/, "").trim());
}

/** The program's own part of a line: what a pipe or `&&` leads to is another. */
function commandsOf(text: string): readonly string[] {
  return typedLines(text)
    .flatMap((line) => line.split(/ (?:&&|\|) (?=(?:[^"]*"[^"]*")*[^"]*$)/))
    .map((part) => part.replace(/^npx (?:-y (?:-p \S+ )+)?(?=claro-ir )/, ""))
    .filter((part) => part.startsWith("claro-ir "));
}

const COMMANDS = PAGES.flatMap((name) =>
  commandsOf(page(name)).map((line) => [line, name] as const),
);

describe("commands", () => {
  it("are found on the pages", () => {
    expect(COMMANDS.length).toBeGreaterThan(30);
  });

  it.each(COMMANDS)("%s (%s)", async (line) => {
    expect(await reached(line)).not.toBe("");
  });
});

/** As a forge makes them of headings. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

describe("links", () => {
  it.each(PAGES)("of %s lead somewhere", (name) => {
    const text = page(name);
    const dead = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => {
        const [file = "", anchor] = target.split("#");
        const path = join(ROOT, dirname(name), file);
        if (file !== "" && !existsSync(path)) return true;
        const at = file === "" ? text : file.endsWith(".md") ? readFileSync(path, "utf8") : "";
        return anchor !== undefined && !anchorsOf(at).includes(anchor);
      });
    expect(dead).toEqual([]);
  });
});
