// The checklist by command: claim, complete, skip, waive, fail, reopen. Each gives the facts to record, or says why not.
import { missingToBlock } from "../../credential/guard.ts";
import type { Step } from "../../runbook/runbook.ts";
import { checklistItem, isSettled, type ChecklistItem } from "../checklist.ts";
import type { Instant } from "../../instant.ts";
import type { Grade, IncidentFact } from "../event.ts";
import { openFindings } from "../misuse.ts";
import type { CredentialState } from "../state.ts";
import {
  conflict,
  credentialOf,
  misuse,
  refuse,
  refuseMissing,
  requireKeyManager,
  requireLegal,
  requireOpen,
  requireStep,
  type World,
} from "./world.ts";

export interface StepCommand {
  readonly step: string;
  readonly credential?: string | undefined;
  readonly because?: string | undefined;
  readonly note?: string | undefined;
  /** SHA-256 of evidence already stored. */
  readonly evidence?: readonly string[];
  /** Facts set with it, already recorded before it in the same batch. */
  readonly attest?: boolean;
  /** When what is attested happened, where that is earlier than now. */
  readonly occurredAt?: Instant | undefined;
  readonly grade?: Grade;
  /** Claim although another holds it. */
  readonly takeOver?: boolean;
  /** True when the process that holds a claim is known to be gone. */
  readonly holderGone?: (item: ChecklistItem) => boolean;
}

interface Subject {
  readonly step: Step;
  readonly credential: CredentialState | null;
  readonly item: ChecklistItem;
}

function subject(world: World, command: StepCommand): Subject {
  requireOpen(world.state);
  const step = requireStep(world, command.step);
  const credential = credentialOf(world, step, command.credential);
  return {
    step,
    credential,
    item: checklistItem(world.compiled.runbook, world.state, step, credential),
  };
}

function name({ step, credential }: Subject): string {
  return credential === null ? step.id : `${step.id} of ${credential.id}`;
}

/** As a hint has to say it where there are several keys. */
function flag({ credential }: Subject): string {
  return credential === null ? "" : ` --credential ${credential.id}`;
}

function refuseSettled(one: Subject): void {
  const { item } = one;
  if (item.record === null || !isSettled(item.state)) return;
  conflict(
    "already-settled",
    `${name(one)} is already ${item.state}, by ${item.record.by} at ${item.record.at}.`,
    `claro-ir step reopen ${one.step.id}${flag(one)} --because "<why>"`,
  );
}

function reference({ step, credential }: Subject): { step: string; credential: string | null } {
  return { step: step.id, credential: credential?.id ?? null };
}

/** Claim a step for this terminal. A second claim is a conflict that says who; taking over needs a reason unless the holder is gone. */
export function startStep(world: World, command: StepCommand): readonly IncidentFact[] {
  const one = subject(world, command);
  refuseSettled(one);
  const { record } = one.item;
  if (record?.status === "started") {
    const gone = command.holderGone?.(one.item) ?? false;
    const allowed = command.takeOver === true && (gone || (command.because ?? "") !== "");
    if (!allowed)
      conflict(
        "claimed",
        `${name(one)} is being done by ${record.by} since ${record.at}${gone ? " (that terminal is gone)" : ""}.`,
        `claro-ir step start ${one.step.id}${flag(one)} --take-over --because "<why>"`,
      );
  }
  return [
    {
      type: "step.started",
      data: {
        ...reference(one),
        takeOver: record?.status === "started" ? (command.because ?? "its terminal is gone") : null,
      },
    },
  ];
}

function refuseUnmet(one: Subject): void {
  const unmet = one.item.blockedBy;
  if (unmet.length === 0) return;
  const on = flag(one);
  refuseMissing(
    name(one),
    unmet.map((id) => ({
      what: id,
      why: `${id} is not done`,
      command: `claro-ir step show ${id}${on}`,
    })),
  );
}

function refuseUnproved(one: Subject, command: StepCommand): void {
  if (one.step.kind !== "verification" || command.grade === "E1") return;
  const attested = command.attest === true && (command.because ?? "") !== "";
  if (attested) return;
  refuse(
    "not-proved",
    `${name(one)} is a proof: it must be run where that can be, or attested with a reason.`,
    one.step.effect === null
      ? `claro-ir step done ${one.step.id}${flag(one)} --attest --because "<how you know>"`
      : `claro-ir run ${one.step.id}${flag(one)}`,
  );
}

/** A person has judged every high finding before the review is done, whoever says so. */
function refuseUnjudged({ step }: Subject, world: World): void {
  if (step.effect !== "review-logs") return;
  const open = openFindings(world.state);
  if (open.length === 0) return;
  refuseMissing(
    step.id,
    open.map(({ id, title }) => ({
      what: id,
      why: `${id} is not judged (malicious, benign or unknown): ${title}`,
      command: `claro-ir finding unknown ${id} --because "<how you know>"`,
    })),
  );
}

/** The cut itself, when a person says it was done: the same gate as for the automation. */
function cutFacts(world: World, one: Subject, command: StepCommand): readonly IncidentFact[] {
  const { credential } = one;
  if (credential === null) return [];
  if (one.step.effect === "block-key" && credential.old.state === "alive") {
    requireKeyManager(world.actor, name(one));
    const cut: IncidentFact = {
      type: "key.blocked",
      data: {
        credential: credential.id,
        action: "delete",
        keyId: credential.old.keyId,
        settledBy: "operator",
      },
    };
    requireLegal(world, cut, name(one), missingToBlock(world.state, credential, world.now));
    return [cut];
  }
  if (
    one.step.effect === "prove-dead" &&
    command.attest === true &&
    credential.old.state === "blocked"
  )
    return [
      {
        type: "key.died",
        data: {
          credential: credential.id,
          firstDeadAt: command.occurredAt ?? world.now,
          proof: "attested",
          answers: 0,
        },
      },
    ];
  return [];
}

/** Complete a step. Needs must be settled; a proof must have been run or be attested with a reason. */
export function completeStep(world: World, command: StepCommand): readonly IncidentFact[] {
  const one = subject(world, command);
  refuseSettled(one);
  if (one.item.state === "unknown")
    conflict(
      "outcome-unknown",
      `${name(one)} has an outcome that is unknown.`,
      "claro-ir reconcile",
    );
  const cut = cutFacts(world, one, command);
  // The cut has its own gate, in which evidence may not hold it up for ever.
  if (one.step.guard === null) refuseUnmet(one);
  refuseUnproved(one, command);
  refuseUnjudged(one, world);
  const evidence = command.evidence ?? [];
  const grade = command.grade ?? (evidence.length > 0 ? "E2" : "E3");
  return [
    ...cut,
    {
      type: "step.completed",
      data: {
        ...reference(one),
        grade,
        note: command.note ?? null,
        because: command.because ?? null,
        evidence,
      },
    },
  ];
}

/** Skip (not needed) or waive (needed, but not done) a step; a core step needs a reason, a waiver always. */
export function leaveStep(
  world: World,
  command: StepCommand,
  how: "skipped" | "waived",
): readonly IncidentFact[] {
  const one = subject(world, command);
  refuseSettled(one);
  const because = command.because ?? "";
  if (because === "" && (how === "waived" || one.step.tier === "core"))
    misuse(
      "reason-missing",
      `${name(one)} is ${one.step.tier === "core" ? "a core step" : "waived"}: say why.`,
      `add --because "<why>"`,
    );
  if (how === "waived") return [{ type: "step.waived", data: { ...reference(one), because } }];
  return [
    { type: "step.skipped", data: { ...reference(one), because: because === "" ? null : because } },
  ];
}

/** Record that a step failed; it stays open. */
export function failStep(world: World, command: StepCommand): readonly IncidentFact[] {
  const one = subject(world, command);
  refuseSettled(one);
  const because = command.because ?? command.note ?? "";
  if (because === "")
    misuse("reason-missing", `${name(one)} failed: say how.`, `add --because "<what happened>"`);
  return [{ type: "step.failed", data: { ...reference(one), because } }];
}

/** Take back a settled step; nothing is erased. */
export function reopenStep(world: World, command: StepCommand): readonly IncidentFact[] {
  const one = subject(world, command);
  if (one.item.record === null || one.item.record.status === "reopened")
    conflict("not-settled", `${name(one)} is ${one.item.state}: there is nothing to reopen.`);
  const because = command.because ?? "";
  if (because === "")
    misuse("reason-missing", `${name(one)}: say why it is reopened.`, `add --because "<why>"`);
  return [
    ...cutTakenBack(one, because),
    { type: "step.reopened", data: { ...reference(one), because } },
  ];
}

/** A cut that was on record and is taken back has to be done again: the key counts as alive until then. One that is proved dead stays cut. */
function cutTakenBack({ step, credential }: Subject, because: string): readonly IncidentFact[] {
  if (step.effect !== "block-key" || credential?.old.state !== "blocked") return [];
  const detail = `the cut was taken back: ${because}`;
  return [{ type: "key.revived", data: { credential: credential.id, detail } }];
}
