// Minds and people change: a second person joins and can open the key, decisions are switched, overridden, put off; false alarms end.
import { expect, it } from "vitest";
import { tempHome } from "../../support/cli.ts";
import { openScene } from "./scene.ts";

const START = "start --no-input --key production-web-app --secret-file leaked.key";

it("lets a second person in, who can then open the sealed key", { timeout: 180_000 }, async () => {
  await using scene = await openScene({ by: "hands" });
  await using sams = await tempHome({ store: scene.home.store });
  const asSam = { as: sams, env: { CLARO_IR_OPERATOR: "sam" } };
  await scene.expectExit(0, `${START} --evidence-level internal-exposure`);
  await scene.expectExit(0, "run create-replacement-key");
  // Not yet: the key is sealed to dana alone.
  const before = await scene.expectExit(3, "secret pipe -- cat", asSam);
  expect(before.stderr).toMatch(/join|cannot open|who can/i);
  // Sam says so, and somebody who can open the key seals it to both.
  await scene.expectExit(0, "join --as sam", asSam);
  await scene.expectExit(0, "join --as dana");
  await scene.expectExit(0, "secret pipe -- wc -c", asSam);
  const rows = await scene.rows();
  expect(rows.filter((row) => row.type === "secret.revealed")).toHaveLength(1);
  expect(rows.some((row) => row.type === "operator.joined")).toBe(true);
  expect(JSON.stringify(rows)).not.toMatch(/sk_live_\w{20}/);
});

it(
  "records switches, overrides and delays, and refuses what comes too late",
  {
    timeout: 180_000,
  },
  async () => {
    await using scene = await openScene({ by: "hands" });
    // A key of no consequence that was named by mistake: set aside again, with a reason.
    await scene.expectExit(0, `${START} --evidence-level internal-exposure`);
    await scene.expectExit(0, "credential add --key production-reports");
    await scene.expectExit(2, "credential drop c2");
    await scene.expectExit(0, `credential drop c2 --because "it was never in that file"`);
    const [first] = (await scene.status()).credentials;
    expect(first).toMatchObject({ id: "c1", strategy: "replace-first" });

    const ceiling = first?.ceilingAt ?? "";
    for (const by of ["+15m", "+10m"])
      await scene.expectExit(0, `decide ceiling ${by} --because "the vendor is slow"`);
    await scene.expectExit(4, `decide ceiling +5m --because "once more"`);
    const moved = (await scene.status()).credentials[0]?.ceilingAt ?? "";
    expect(Date.parse(moved) - Date.parse(ceiling)).toBe(25 * 60_000);

    const switched = `decide strategy contain-first --because "it is being used by somebody"`;
    await scene.expectExit(0, switched);
    expect((await scene.status()).credentials[0]?.strategy).toBe("contain-first");
    await scene.expectExit(0, `decide strategy replace-first --because "no: that was us"`);
    await scene.expectExit(0, "run capture-minimum-evidence");
    await scene.expectExit(3, "run block-compromised-key --confirm production-web-app");
    await scene.expectExit(2, "decide override delete-old");
    await scene.expectExit(0, `decide override delete-old --because "the owner wants it gone now"`);
    await scene.expectExit(2, "run block-compromised-key --confirm production-reports");
    await scene.expectExit(0, "run block-compromised-key --confirm production-web-app");
    await scene.expectExit(4, "run block-compromised-key --confirm production-web-app");
    await scene.expectExit(4, switched);

    const note = `note "seen on a screen share" --occurred-at 2026-11-20 --precision day`;
    await scene.expectExit(0, note);
    const row = (await scene.rows()).find((one) => one.text.includes("screen share"));
    expect(row).toMatchObject({ occurredAt: "2026-11-20T00:00:00.000Z", precision: "day" });
    expect(row?.at.startsWith("2026-11-20")).toBe(false);
  },
);

it(
  "stands down only where nothing is left half done, and opens again",
  {
    timeout: 180_000,
  },
  async () => {
    await using scene = await openScene({ by: "hands" });
    await scene.expectExit(0, `${START} --evidence-level internal-exposure`);
    const { incident } = await scene.status();
    await scene.expectExit(0, "run create-replacement-key");
    const refused = await scene.expectExit(3, `stand-down --because "it was a test key"`);
    expect(refused.stderr).toMatch(/replacement/);
    await scene.expectExit(0, "run deploy-replacement-key");
    await scene.expectExit(0, "run verify-replacement-live");
    await scene.expectExit(2, "stand-down");
    await scene.expectExit(0, `stand-down --because "it was a test key"`);
    expect((await scene.status(incident)).state).toBe("stood-down");
    await scene.expectExit(2, "status");
    await scene.expectExit(3, `step done preserve-logs --incident ${incident}`);
    await scene.expectExit(0, `reopen --incident ${incident} --because "it was used last night"`);
    await scene.expectExit(4, `reopen --incident ${incident} --because "again"`);
    expect((await scene.status()).state).toBe("open");
    await scene.expectExit(0, "verify");
  },
);
