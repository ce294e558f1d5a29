// The campaigns of proof, in the order in which they are played: one line each.
import { api } from "./api.ts";
import type { Campaign } from "./campaign.ts";
import { hostile } from "./hostile.ts";
import { leak } from "./leak.ts";

export const campaigns: readonly Campaign[] = [api, leak, hostile];
