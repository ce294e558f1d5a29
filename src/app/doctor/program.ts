// What runs here and what it is seen on: for whoever reads the report elsewhere.
import { note, type Check } from "./check.ts";
import type { Site } from "./site.ts";

function terminalWords({ terminal }: Site): string {
  const { isTerminal, columns, colour, utf8 } = terminal;
  const signs = utf8 ? "UTF-8" : "ASCII only";
  return isTerminal
    ? `a terminal of ${String(columns)} columns, ${colour ? "" : "no "}colour, ${signs}`
    : `no terminal, ${signs}`;
}

export const program: Check = {
  id: "program",
  needs: [],
  looks: (site) => [
    { about: "", look: () => [note(`claro-ir ${site.program} on Node ${site.node}`)] },
    { about: "", look: () => [note(terminalWords(site))] },
  ],
};
