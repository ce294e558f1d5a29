// A person in a real browser at the look-alike's dashboard: create, copy once, delete by typed name, by keyboard and on a phone.
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { openScene } from "../../sandbox/scene.ts";
import { useBrowser } from "../../support/browser.ts";
import {
  closeValue,
  copyKey,
  createKey,
  deleteButton,
  deleteKey,
  keyRow,
} from "../../support/dashboard-hands.ts";

const openPage = useBrowser();

const OLD = "production-web-app";
const NEW = "production-web-app-ir-k7f3-4e2a";

/** The right edge of whatever reaches farthest, in pixels. */
function widest(page: Page): Promise<number> {
  return page.evaluate<number>(
    "Math.max(...[...document.querySelectorAll('*')].map((one) => one.getBoundingClientRect().right))",
  );
}

describe("the dashboard in a browser", () => {
  it("says that it is practice, and lists the keys of Settings, API Keys", async () => {
    const scene = await openScene();
    const { page } = await openPage(scene.sandbox.dashboard);
    expect(await page.title()).toContain("practice");
    expect(await page.getByText("PRACTICE.").isVisible()).toBe(true);
    expect(await page.getByRole("navigation").innerText()).toMatch(/Settings\s+API Keys/);
    await keyRow(page, OLD).waitFor();
    const names = await page.locator("tbody tr td:first-child").allInnerTexts();
    expect(names).toContain(OLD);
    expect(names).toHaveLength(4);
  });

  it("shows a new key's value once and never again", async () => {
    const scene = await openScene();
    const visit = await openPage(scene.sandbox.dashboard);
    const { page } = visit;
    const secret = await createKey(page, NEW);
    expect(secret).toMatch(/^sk_live_\w{42}$/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    expect(await page.getByText(secret).isVisible()).toBe(true);

    await copyKey(page);
    expect(await visit.clipboard()).toBe(secret);
    expect((await scene.call("GET", "/v1/prompts", { key: secret })).status).toBe(200);
    await closeValue(page);
    await keyRow(page, NEW).waitFor();
    await expect.poll(() => page.content()).not.toContain(secret);

    const bodies: Promise<string>[] = [];
    page.on("response", (response) => bodies.push(response.text()));
    await page.reload();
    await keyRow(page, NEW).waitFor();
    const answers = await Promise.all(bodies);
    const listed = JSON.stringify((await scene.admin("GET", "/v1/keys")).json);
    const places = [await page.content(), listed, ...answers].join("\n");
    expect(places).toContain(NEW);
    expect(places).not.toContain(secret);
    expect(await keyRow(page, NEW).innerText()).toContain(secret.slice(-4));
  });

  it("deletes only the key whose name was typed, and that for good", async () => {
    const scene = await openScene();
    const { page } = await openPage(scene.sandbox.dashboard);
    await deleteButton(page, OLD).click();
    const dialog = page.getByRole("dialog", { name: "Delete API Key" });
    const sure = dialog.getByRole("button", { name: "Delete" });
    expect(await dialog.innerText()).toContain(scene.oldSecret.slice(-4));
    await dialog.getByLabel("Type its name").fill("production-web-ap");
    expect(await sure.isDisabled()).toBe(true);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await deleteKey(page, OLD);
    await page.getByText(`Deleted ${OLD} (…${scene.oldSecret.slice(-4)}).`).waitFor();
    expect(await page.locator("tbody tr").count()).toBe(3);
    await scene.move(10_000);
    expect((await scene.call("GET", "/v1/prompts", { key: scene.oldSecret })).status).toBe(401);
  });

  it("shows by itself when a key is used, without moving whoever stands on a button", async () => {
    const scene = await openScene();
    const { page } = await openPage(scene.sandbox.dashboard);
    const button = deleteButton(page, OLD);
    await button.focus();
    const lastUsed = keyRow(page, OLD).locator("[data-label='Last used']");
    const before = await lastUsed.innerText();
    await scene.move(60_000);
    await expect.poll(() => lastUsed.innerText(), { timeout: 10_000 }).not.toBe(before);
    expect(await lastUsed.innerText()).toMatch(/^2026-11-23 02:1[01]:\d\d$/);
    expect(await button.evaluate((element) => element.matches(":focus"))).toBe(true);
  });

  it("is done by keyboard alone, and asks nobody but itself", async () => {
    const scene = await openScene();
    const visit = await openPage(scene.sandbox.dashboard);
    const { page } = visit;
    const { keyboard } = page;
    await keyRow(page, OLD).waitFor();
    await keyboard.press("Tab");
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await keyboard.type(NEW);
    await keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Copy your key now" }).waitFor();
    await keyboard.press("Enter");
    await page.getByText("Copied.").waitFor();
    expect(await visit.clipboard()).toMatch(/^sk_live_/);
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await keyRow(page, NEW).waitFor();

    while (!(await deleteButton(page, OLD).evaluate((element) => element.matches(":focus"))))
      await keyboard.press("Tab");
    await keyboard.press("Enter");
    await keyboard.type(OLD);
    await keyboard.press("Enter");
    await keyRow(page, OLD).waitFor({ state: "detached" });
    expect(await page.locator(":focus").innerText()).toBe("API Keys");

    expect(visit.asked.length).toBeGreaterThan(3);
    expect(visit.asked.filter((url) => !url.startsWith(`${scene.sandbox.url}/`))).toEqual([]);
    expect(visit.complaints).toEqual([]);
  });

  it("is readable on a phone of 360 pixels: nothing is cut off, in no dialog either", async () => {
    const scene = await openScene();
    const { page } = await openPage(scene.sandbox.dashboard, 360);
    await keyRow(page, OLD).waitFor();
    expect(await widest(page)).toBeLessThanOrEqual(360);
    await createKey(page, NEW);
    expect(await widest(page)).toBeLessThanOrEqual(360);
    await closeValue(page);
    await deleteButton(page, NEW).click();
    expect(await widest(page)).toBeLessThanOrEqual(360);
    expect(await page.getByLabel("Type its name").isVisible()).toBe(true);
  });

  it("says so when the practice has ended", async () => {
    const scene = await openScene();
    const { page } = await openPage(scene.sandbox.dashboard);
    await keyRow(page, OLD).waitFor();
    await scene.sandbox.close();
    await expect
      .poll(() => page.getByRole("alert").innerText(), { timeout: 10_000 })
      .toMatch(/ended/);
  });
});
