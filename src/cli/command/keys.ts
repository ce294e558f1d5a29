// `keys …`: the register of keys, one file for each of its commands.
import type { Cli } from "../cli.ts";
import { registerKeyAdd } from "./keys/add.ts";
import { registerKeyCheck } from "./keys/check.ts";
import { registerKeyDue } from "./keys/due.ts";
import { registerKeyEdit } from "./keys/edit.ts";
import { registerKeyImport } from "./keys/import.ts";
import { registerKeyList } from "./keys/list.ts";
import { registerKeyRotate } from "./keys/rotate.ts";

/** Register `keys`. */
export function registerKeys(cli: Cli): void {
  const group = cli.program
    .command("keys")
    .description("the register of keys, and when each is due")
    .helpGroup("Before one:");
  registerKeyAdd(cli, group);
  registerKeyList(cli, group);
  registerKeyEdit(cli, group);
  registerKeyCheck(cli, group);
  registerKeyDue(cli, group);
  registerKeyImport(cli, group);
  registerKeyRotate(cli, group);
}
