// The campaigns of proof, in the order in which they are played: one line each.
import type { Campaign } from "./campaign.ts";
import { io } from "./io.ts";
import { kill } from "./kill.ts";
import { power } from "./power.ts";
import { responders } from "./responders.ts";
import { sim } from "./sim.ts";
import { tamper } from "./tamper.ts";
import { targets } from "./targets.ts";

export const campaigns: readonly Campaign[] = [kill, targets, power, io, sim, responders, tamper];
