// The campaigns of proof, in the order in which they are played: one line each.
import type { Campaign } from "./campaign.ts";

export const campaigns: readonly Campaign[] = [];
