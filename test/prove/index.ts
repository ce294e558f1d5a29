// The campaigns of proof, in the order in which they are played: one line each.
import { api } from "./api.ts";
import type { Campaign } from "./campaign.ts";
import { hostile } from "./hostile.ts";
import { io } from "./io.ts";
import { kill } from "./kill.ts";
import { leak } from "./leak.ts";
import { model } from "./model.ts";
import { power } from "./power.ts";
import { responders } from "./responders.ts";
import { signals } from "./signals.ts";
import { sim } from "./sim.ts";
import { tamper } from "./tamper.ts";
import { targets } from "./targets.ts";
import { time } from "./time.ts";

export const campaigns: readonly Campaign[] = [
  kill,
  targets,
  power,
  io,
  api,
  sim,
  model,
  responders,
  leak,
  tamper,
  hostile,
  time,
  signals,
];
