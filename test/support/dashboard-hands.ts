// What a person does at the look-alike's dashboard, by mouse: find a key's row, make a key, delete one by its typed name.
import type { Locator, Page } from "playwright-core";

/** The row of the key with this name. */
export function keyRow(page: Page, name: string): Locator {
  return page.getByRole("row").filter({ has: page.getByText(name, { exact: true }) });
}

export function deleteButton(page: Page, name: string): Locator {
  return keyRow(page, name).getByRole("button", { name: `Delete ${name} ending in` });
}

/** Make a key; the dialog that shows its value stays open. Gives the value. */
export async function createKey(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: "Create API Key" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  return page.getByRole("dialog", { name: "Copy your key now" }).locator("code").innerText();
}

/** Copy the value that is shown once. */
export async function copyKey(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByText("Copied.").waitFor();
}

export async function closeValue(page: Page): Promise<void> {
  await page.getByRole("button", { name: "I have stored it" }).click();
}

/** Delete a key and wait until it is gone from the list. */
export async function deleteKey(page: Page, name: string): Promise<void> {
  await deleteButton(page, name).click();
  const dialog = page.getByRole("dialog", { name: "Delete API Key" });
  await dialog.getByLabel("Type its name").fill(name);
  await dialog.getByRole("button", { name: "Delete" }).click();
  await keyRow(page, name).waitFor({ state: "detached" });
}
