// Where the Chromium of this machine lies: the one that people name, else the usual names and places. None is ever downloaded.
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { ClaroIrError } from "../../core/error.ts";

/** Programs that print as Chromium does, the plainest first. */
const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "brave-browser",
];

/** Where macOS keeps them. */
const APPLICATIONS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

type Environment = Readonly<Record<string, string | undefined>>;

async function canRun(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: both mean to look elsewhere.
    return false;
  }
}

const HINT =
  "claro-ir postmortem --format html, and print it from any browser; or name one: CHROMIUM=<path>";

/** Its absolute path: the variable CHROMIUM, else the first one found. Exit 1 (`no-chromium`) says what to do without. */
export async function findChromium(env: Environment): Promise<string> {
  const named = env["CHROMIUM"];
  if (named !== undefined && named !== "") {
    if (await canRun(named)) return named;
    throw new ClaroIrError("found", "no-chromium", `CHROMIUM names no program: ${named}.`, {
      hint: HINT,
    });
  }
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  const places = [
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...APPLICATIONS,
  ];
  for (const place of places) if (await canRun(place)) return place;
  throw new ClaroIrError(
    "found",
    "no-chromium",
    "A PDF is printed by a Chromium, Chrome, Edge or Brave of this machine, and there is none.",
    { hint: HINT },
  );
}
