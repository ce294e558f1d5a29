// The campaigns of proof, in the order in which they are played: one line each.
import type { Campaign } from "./campaign.ts";
import { model } from "./model.ts";
import { responders } from "./responders.ts";
import { signals } from "./signals.ts";
import { tamper } from "./tamper.ts";
import { time } from "./time.ts";

export const campaigns: readonly Campaign[] = [tamper, responders, signals, time, model];
