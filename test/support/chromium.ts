// The real browser that tests and pictures use: a Chromium of the machine, without any call of its own to the network.
import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** Where Debian's package puts it; the environment variable CHROMIUM names another. */
const PROGRAM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Without these it looks up its maker's hosts at every start. */
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];

/** Why there is no browser and what brings one; null where there is one. */
export function missingChromium(): string | null {
  return existsSync(PROGRAM)
    ? null
    : `no browser at ${PROGRAM}: apt-get install --yes chromium (or name one in CHROMIUM)`;
}

/** Start one without a window, with an empty profile that is gone when it is closed. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: PROGRAM, args: QUIET });
}
