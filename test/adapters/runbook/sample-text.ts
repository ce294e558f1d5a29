// A small, right runbook and its help as files, and the one error a wrong text gives.
import { parseRunbook } from "../../../src/adapters/runbook/parse.ts";
import { ClaroIrError } from "../../../src/core/error.ts";

export const RUNBOOK = `id: sample
version: 1
title: Sample
phases:
  - { id: first, title: First, from: 0m, until: 15m }
rows:
  - { id: cut, title: Cut }
facts:
  level: { title: Level, type: enum, scope: incident, values: [low, high] }
steps:
  - id: look
    title: Look
    phase: first
    row: cut
    tier: core
    kind: manual
    role: any
    budget: 5m
    verify: seen
  - id: cut-key
    title: Cut
    phase: first
    row: cut
    scope: credential
    tier: core
    kind: automated
    effect: create-key
    role: key-admin
    budget: 1h30m
    needs: [look]
    when: { fact: level, is: [high] }
    verify: done
`;
export const HELP = `look: { why: so, how: [look], cannot: ask }
cut-key:
  why: so
  how: [cut]
  cannot: ask
`;

export function thrown(text: string): ClaroIrError {
  try {
    parseRunbook({ text, file: "r.yaml", help: HELP });
  } catch (error) {
    if (error instanceof ClaroIrError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}
