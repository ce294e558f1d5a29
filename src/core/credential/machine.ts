// The two-lane machine of one key under treatment: the old key on its way out, the new one on its way in. Pure: no invoke, no timers.
import { assign, setup } from "xstate";
import type { IncidentEvent } from "../incident/event.ts";
import type { CredentialState, IncidentState } from "../incident/state.ts";
import { missingToBlock } from "./guard.ts";
import { recordOnCredential } from "./record.ts";
import { deployedLane } from "./target.ts";

/**
 * What the machine is sent. `past`: a fact from the journal, which is never refused. Otherwise it is a proposal, and guards judge it
 * against `world`, the incident as it stands.
 */
export interface CredentialMachineEvent {
  readonly type: string;
  readonly event: IncidentEvent;
  readonly past: boolean;
  readonly world: IncidentState | null;
}

type Lane = { readonly context: CredentialState; readonly event: CredentialMachineEvent };

function mayBlock({ context, event }: Lane): boolean {
  if (event.past) return true;
  // The world's copy: it knows the lanes, which are the machine's value and not in its context.
  const credential = event.world?.credentials[context.id];
  if (event.world?.state !== "open" || credential === undefined) return false;
  return missingToBlock(event.world, credential, event.event.at).length === 0;
}

/** Build the machine (the same for every credential). Its context is the credential's record; lanes are its two regions. */
export function createCredentialMachine() {
  return setup({
    types: {
      context: {} as CredentialState,
      events: {} as CredentialMachineEvent,
      input: {} as CredentialState,
    },
    actions: {
      record: assign(({ context, event }) => recordOnCredential(context, event.event)),
      markInUse: assign(({ context, event }) => ({
        new: { ...context.new, inUseAt: context.new.inUseAt ?? event.event.at },
      })),
    },
    guards: {
      mayBlock,
      wasOnlyDisabled: ({ context, event }) => event.past || context.old.action === "disable",
      isPast: ({ event }) => event.past,
      isDeployed: ({ context }) => deployedLane(context) === "deployed",
      isInUse: ({ context }) => deployedLane(context) === "in-use",
      isOnlySealed: ({ context }) => deployedLane(context) === "sealed",
    },
  }).createMachine({
    id: "credential",
    type: "parallel",
    context: ({ input }) => input,
    // Whatever moves no lane is only recorded; a proposal that no lane takes is not legal.
    on: { "*": { guard: "isPast", actions: "record" } },
    states: {
      old: {
        initial: "alive",
        states: {
          alive: {
            on: { "key.blocked": { target: "blocked", guard: "mayBlock", actions: "record" } },
          },
          blocked: {
            on: {
              "key.blocked": { guard: "wasOnlyDisabled", actions: "record" },
              "key.died": { target: "dead", actions: "record" },
              "key.revived": { target: "alive", actions: "record" },
            },
          },
          dead: {
            on: {
              "key.blocked": { guard: "wasOnlyDisabled", actions: "record" },
              "key.revived": { target: "alive", actions: "record" },
            },
          },
        },
      },
      new: {
        initial: "none",
        states: {
          none: { on: { "key.created": { target: "created", actions: "record" } } },
          created: {
            on: {
              "key.sealed": { target: "sealed", actions: "record" },
              "key.discarded": { target: "none", actions: "record" },
            },
          },
          sealed: {
            always: [
              { target: "deployed", guard: "isDeployed" },
              { target: "in-use", guard: "isInUse" },
            ],
            on: { "key.discarded": { target: "none", actions: "record" } },
          },
          deployed: {
            always: [
              { target: "sealed", guard: "isOnlySealed" },
              { target: "in-use", guard: "isInUse" },
            ],
            on: { "key.discarded": { target: "none", actions: "record" } },
          },
          "in-use": {
            entry: "markInUse",
            always: [
              { target: "sealed", guard: "isOnlySealed" },
              { target: "deployed", guard: "isDeployed" },
            ],
            on: { "key.discarded": { target: "none", actions: "record" } },
          },
        },
      },
    },
  });
}

export type CredentialMachine = ReturnType<typeof createCredentialMachine>;
