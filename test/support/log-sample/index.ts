// All samples of logs, each of its format; every format has at least one.
import { CLOUD } from "./cloud.ts";
import { PLAIN } from "./plain.ts";
import type { Sample } from "./sample.ts";
import { VENDOR } from "./vendor.ts";

export const SAMPLES: readonly Sample[] = [...PLAIN, ...CLOUD, ...VENDOR];
