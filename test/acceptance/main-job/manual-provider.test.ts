// A vendor with a dashboard and no API: every click is explained, every claim is proved by asking the vendor with the key itself.
import { expect, it } from "vitest";
import { jsonOf } from "../../support/cli.ts";
import { dashboardOnly, makeKey, openScene } from "./scene.ts";

interface Refused {
  readonly error: { readonly message: string; readonly hint: string; readonly manual: string[] };
}

it("leads from start to restored by hand", { timeout: 180_000 }, async () => {
  await using scene = await openScene({ by: "hands" });
  await dashboardOnly(scene.sandbox);
  const { sandbox } = scene;
  const known = "--evidence-level public-exposure --outage-tolerance minutes";
  await scene.expectExit(
    0,
    `start --no-input --key production-web-app --secret-file leaked.key ${known}`,
  );
  await scene.expectExit(0, `decide outage 10 --because "ten minutes are bearable"`);
  // Claro's usage page can be asked with the key itself.
  await scene.expectExit(0, "run capture-minimum-evidence");

  const cut = await scene.expectExit(3, "run block-compromised-key --json");
  const clicks = jsonOf<Refused>(cut).error;
  expect(clicks.manual.length).toBeGreaterThan(2);
  expect(clicks.manual.join("\n")).toContain(`Open ${sandbox.dashboard}, then Settings`);
  expect(clicks.manual.join("\n")).toContain("production-web-app");
  expect(clicks.manual.join("\n")).not.toMatch(/\{\{/);
  expect(clicks.hint).toContain("step done block-compromised-key");
  // Before anybody deletes anything, a proof is refused.
  await scene.expectExit(3, "run verify-key-rejected");
  expect((await sandbox.admin("DELETE", `/v1/keys/${sandbox.oldKeyId}`)).status).toBe(204);
  await scene.expectExit(0, clicks.hint.replace(/^claro-ir /, ""));
  await scene.expectExit(0, "run verify-key-rejected");

  const create = await scene.expectExit(3, "run create-replacement-key --json");
  const { manual, hint } = jsonOf<Refused>(create).error;
  const [, name = ""] = /--name (\S+)/.exec(hint) ?? [];
  expect(manual.join("\n")).toContain(name);
  expect(name).toMatch(/^production-web-app-ir-/);
  const made = await makeKey(sandbox, name);
  await scene.secretFile("new.key", made.secret);
  const sealed = await scene.expectExit(
    0,
    hint.replace(/^claro-ir /, "").replace(/<[^>]*>/, "new.key"),
  );
  expect(sealed.stdout).toMatch(/SEALED \.\.\w{4}\s+ALIVE/);
  expect(sealed.stdout).not.toContain(made.secret);
  await scene.expectExit(0, "run deploy-replacement-key");
  await scene.expectExit(0, "run verify-replacement-live");

  const status = await scene.status();
  expect(status.contained.at).not.toBeNull();
  expect(status.restored.at).not.toBeNull();
  expect(status.credentials[0]?.targets).toMatchObject([
    { id: "web-env", state: "in-use", proof: "use" },
    { id: "worker-env", state: "in-use", proof: "use" },
  ]);
  expect(await scene.answerTo(await scene.leaked())).toBe(401);
  expect(await scene.answerTo(made.secret)).toBe(200);
});
