// All samples of logs, each of its format; every format has at least one.
import { AWS } from "./aws.ts";
import { CLARO } from "./claro.ts";
import { CLOUD } from "./cloud.ts";
import { GENERIC } from "./generic.ts";
import { MODELS } from "./models.ts";
import type { Sample } from "./sample.ts";
import { VENDOR } from "./vendor.ts";
import { WEB } from "./web.ts";

export const SAMPLES: readonly Sample[] = [
  ...CLARO,
  ...WEB,
  ...GENERIC,
  ...AWS,
  ...CLOUD,
  ...MODELS,
  ...VENDOR,
];
