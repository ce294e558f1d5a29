// Every preset of the target `exec`. A new one is an entry in one of these lists: `targets show exec` and the tests follow.
import { clouds } from "./clouds.ts";
import { hosts } from "./hosts.ts";
import { platforms } from "./platforms.ts";
import type { Preset } from "./preset.ts";
import { vaults } from "./vaults.ts";

export const presets: readonly Preset[] = [...clouds, ...vaults, ...platforms, ...hosts];

/** A preset by its id; undefined for none and for one that is not known. */
export function presetOf(id: string | undefined): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}
