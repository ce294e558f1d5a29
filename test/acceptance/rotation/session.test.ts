// A rotation on a terminal, 40 columns wide: led through it, left for a day, and met again by a look that nobody asked for.
import { expect, it } from "vitest";
import { cli, startSandbox, tempHome } from "../../support/cli.ts";
import { answer, openRow } from "../../support/session-hands.ts";
import { openTerminal } from "../../support/terminal.ts";

const DAY = 86_400_000;
const KEY = "production-web-app";

it(
  "leads from the figures to a deleted old key, and never speaks of misuse",
  { timeout: 90_000 },
  async () => {
    await using home = await tempHome();
    await using sandbox = await startSandbox({ home, speed: 60 });
    await sandbox.ask("DELETE", "/_thief");
    await cli(["keys", "add", KEY, "--environment", "production"], { home, sandbox });
    {
      const args = ["keys", "rotate", KEY];
      await using first = openTerminal({ home, sandbox, args, columns: 40, rows: 40 });
      await first.waitFor(/^\w{4} rotation PROD /m);
      await openRow(first, "Check places");
      await answer(first, "Done?", "y");
      await answer(first, ">1 Create and seal", "Enter");
      await answer(first, ">1 Deploy: one place first", "Enter");
      await first.waitFor("in use where it comes first: web-env");
      await answer(first, "Enter = deploy to all", "Enter");
      await first.waitFor(/^IN USE \.\.\w{4} everywhere/m);
      await first.waitFor(/^>1 Watch 24-48 h/m);
      expect(first.history()).not.toMatch(/misuse|CONTAINED|leaked key/);
      first.press("q");
      await first.waitFor("is safe");
    }
    await sandbox.skip(1.1 * DAY);
    await using later = openTerminal({ home, sandbox, args: ["resume"], columns: 40, rows: 40 });
    await later.waitFor(/the watch is over/);
    await answer(later, ">1 Delete old key", "Enter");
    await later.waitFor(/as the\s+vendor shows it/);
    await later.settled();
    later.type(KEY);
    later.press("Enter");
    await later.waitFor(/old \.\.\w{4} alive > cut > DEAD/, 30_000);
    expect(later.history()).toMatch(/KEEP {3}any \.\.-rot-\w{4}-\.\. key/);
  },
);
