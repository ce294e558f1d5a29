// Mistakes that people make at two in the morning, each caught and named before or right after it hurts.
import { describe, expect, it } from "vitest";
import { dashboardOnly, makeKey, openScene } from "./scene.ts";

const KNOWN = "--evidence-level public-exposure --outage-tolerance minutes";
const START = `start --no-input --key production-web-app ${KNOWN}`;
const OUTAGE = `decide outage 5 --because "five minutes are bearable"`;

describe("caught", { timeout: 180_000 }, () => {
  it("the wrong key deleted by hand: the old one still works, and an alarm names the new one", async () => {
    await using scene = await openScene({ by: "hands" });
    await dashboardOnly(scene.sandbox);
    const { sandbox } = scene;
    await scene.expectExit(0, `${START} --secret-file leaked.key --key-id ${sandbox.oldKeyId}`);
    await scene.expectExit(0, OUTAGE);
    await scene.expectExit(0, `step skip capture-minimum-evidence --because "no time"`);
    const made = await makeKey(sandbox, "production-web-app-2");
    await scene.secretFile("new.key", made.secret);
    const paste = `--secret-file new.key --key-id ${made.id}`;
    await scene.expectExit(0, `run create-replacement-key ${paste}`);
    await scene.expectExit(0, "run deploy-replacement-key");
    // The slip: the new key goes, the leaked one stays.
    expect((await sandbox.admin("DELETE", `/v1/keys/${made.id}`)).status).toBe(204);
    await scene.expectExit(0, "step done block-compromised-key");
    const proof = await scene.expectExit(1, "run verify-key-rejected --timeout 4m");
    expect(proof.stdout).toMatch(/ALIVE/);
    expect(proof.stdout).toMatch(/NEW.*(dead|deleted)|wrong key was deleted/i);
    const status = await scene.status();
    expect(status.contained.at).toBeNull();
    expect(status.credentials[0]?.alarms.map((one) => one.what)).toEqual(["wrong-key"]);
    expect((await scene.expectExit(0, "status")).stdout.replaceAll(/\s+/g, " ")).toMatch(
      /wrong key/i,
    );
    expect(await scene.answerTo(await scene.leaked())).toBe(200);
  });

  it("a stale paste, a foreign value and one cut short are refused as the new key", async () => {
    await using scene = await openScene({ by: "hands" });
    await dashboardOnly(scene.sandbox);
    await scene.expectExit(0, `${START} --secret-file leaked.key`);
    const paste = "run create-replacement-key --secret-file";
    const stale = await scene.expectExit(3, `${paste} leaked.key`);
    expect(stale.stdout).toBe("");
    expect(stale.stderr).toMatch(/leaked key itself/);

    await scene.secretFile("foreign.key", "sk_live_4eC39HqLyjWDarjtT1zdp7dcAbCdEfGhIjKlMnOpQr");
    const foreign = await scene.expectExit(3, `${paste} foreign.key`);
    expect(foreign.stderr).toMatch(/rejects that value/);
    expect(foreign.stderr).toMatch(/mistyped|another vendor/);
    expect(foreign.stderr).not.toContain("4eC39HqLyjWDarjtT1zdp7dc");

    const { secret } = await makeKey(scene.sandbox, "production-web-app-2");
    await scene.secretFile("short.key", secret.slice(0, -1));
    const short = await scene.expectExit(3, `${paste} short.key`);
    expect(short.stderr).not.toContain(secret.slice(0, -1));

    const [credential] = (await scene.status()).credentials;
    expect(credential?.new).toMatchObject({ state: "none", last4: null });
    await scene.secretFile("new.key", secret);
    await scene.expectExit(0, `${paste} new.key`);
  });

  it("a process that was not restarted: exit 1, and it is named", async () => {
    await using scene = await openScene({ by: "hands" });
    await scene.expectExit(0, `${START} --secret-file leaked.key`);
    await scene.expectExit(0, "run create-replacement-key");
    const order = { endpoint: "service web", fault: "unreloadable", times: 9 };
    expect((await scene.sandbox.ask("POST", "/_fault", { body: order })).status).toBe(201);
    await scene.expectExit(0, "run deploy-replacement-key");
    const proof = await scene.expectExit(1, "run verify-replacement-live");
    expect(proof.stdout).toMatch(/web-env.*still uses|web-env.*not reloaded/);
    expect(proof.stdout).not.toMatch(/worker-env/);
    const before = await scene.status();
    expect(before.restored.at).toBeNull();
    expect(before.credentials[0]?.targets).toMatchObject([
      { id: "web-env", proof: "read-back" },
      { id: "worker-env", state: "in-use", proof: "use" },
    ]);
    // Somebody restarts it for good: the same two commands settle it.
    await scene.sandbox.ask("DELETE", "/_fault");
    await scene.expectExit(0, "run deploy-replacement-key --target web-env");
    await scene.expectExit(0, "run verify-replacement-live");
    expect((await scene.status()).restored.at).not.toBeNull();
  });

  it("a mistyped old value is never proved dead, however often it is rejected", async () => {
    await using scene = await openScene({ by: "hands" });
    const leaked = await scene.leaked();
    const wrong = leaked.slice(0, -2) + (leaked.endsWith("aa") ? "bb" : "aa");
    await scene.secretFile("mistyped.key", wrong);
    const { oldKeyId } = scene.sandbox;
    await scene.expectExit(0, `${START} --secret-file mistyped.key --key-id ${oldKeyId}`);
    await scene.expectExit(0, OUTAGE);
    await scene.expectExit(0, "run capture-minimum-evidence");
    await scene.expectExit(0, "run block-compromised-key --confirm production-web-app");
    const proof = await scene.expectExit(5, "run verify-key-rejected --timeout 3m");
    expect(proof.stdout).toMatch(/UNVERIFIABLE/);
    expect(proof.stdout).toMatch(/mistyped|foreign/);
    const status = await scene.status();
    expect(status.contained.at).toBeNull();
    expect(status.credentials[0]?.old).toMatchObject({ state: "blocked", firstDeadAt: null });
    await scene.expectExit(5, "probe");
    await scene.expectExit(3, "step done verify-key-rejected");
  });
});
