// The licences of what is inlined into `dist`: MIT and its kin ask that their text travels with the code.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Write one text file with name, version and licence of each package folder. Throws when a package states none. */
export async function writeLicences(folders: readonly string[], file: string): Promise<void> {
  const parts: string[] = [];
  for (const folder of folders) parts.push(await licenceOf(folder));
  await writeFile(file, parts.join("\n\n"));
}

async function licenceOf(folder: string): Promise<string> {
  const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
    license?: string;
  };
  const name = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = name === undefined ? "" : await readFile(join(folder, name), "utf8");
  if (about.license === undefined && text === "")
    throw new Error(`${about.name} states no licence, so it cannot be shipped`);
  return `== ${about.name} ${about.version} (${about.license ?? "see below"})\n\n${text.trim()}\n`;
}
