// The STIX bundle: by OASIS's schemas where they are at hand, and by rules of its own.
import { describe, expect, it } from "vitest";
import type { FormatContext } from "../../../src/core/report/format/format.ts";
import { stix } from "../../../src/core/report/format/stix.ts";
import { timelineRows } from "../../../src/core/report/timeline.ts";
import { allTools } from "../../support/format-tools.ts";
import { SMALL_RUNBOOK, stateOf, toEvents } from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";
import { oasisChecks } from "../../support/oasis.ts";

const tools = await allTools();
const events = toEvents(NIGHT);
const rows = timelineRows(events, SMALL_RUNBOOK);

function rendered(options: Partial<FormatContext> = {}, from = rows): string {
  const context = {
    state: stateOf(SMALL_RUNBOOK, events),
    now: "2026-11-27T09:00:00.000Z",
    version: "0.1.0",
    events,
    clean: (text: string) => text,
  };
  return stix.render(from, { ...context, ...options }, tools);
}

describe("stix", () => {
  interface StixObject {
    readonly type: string;
    readonly id: string;
    readonly [property: string]: unknown;
  }
  const schema = oasisChecks("stix/schemas", [
    "/bundle.json",
    "/incident.json",
    "/identity.json",
    "/note.json",
    "/marking-definition.json",
  ]);

  function bundle(options: Partial<FormatContext> = {}, from = rows): readonly StixObject[] {
    const document = JSON.parse(rendered(options, from)) as { objects: StixObject[] };
    // The bundle's schema names only some kinds of object (no incident, no note): those have schemas of their own, below.
    const named = document.objects.filter(({ type }) => type === "identity");
    expect(schema?.get("/bundle.json")?.({ ...document, objects: named }) ?? []).toEqual([]);
    return document.objects;
  }

  it("is valid, with every reference inside, and one note a row", () => {
    const objects = bundle();
    const ids = new Set(objects.map((object) => object.id));
    expect(ids.size).toBe(objects.length);
    for (const object of objects) {
      expect(schema?.get(`/${object.type}.json`)?.(object) ?? []).toEqual([]);
      // By hand too, for where the schemas are not at hand.
      expect(object["spec_version"]).toBe("2.1");
      expect(object.id).toMatch(
        new RegExp(`^${object.type}--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-`),
      );
      for (const [property, value] of Object.entries(object)) {
        const refs = /_refs?$/.test(property) ? [value].flat() : [];
        for (const ref of refs) expect(ids).toContain(ref);
      }
      const { created, modified = created } = object as Record<string, string>;
      expect((modified ?? "") >= (created ?? "")).toBe(true);
    }
    expect(objects.filter(({ type }) => type === "note").length).toBe(rows.length);
  });

  it("would be told invalid by the schemas if it were", () => {
    const [note] = bundle().filter(({ type }) => type === "note");
    const broken = { ...note, object_refs: "none" };
    expect(schema?.get("/note.json")?.(broken) ?? ["not at hand"]).not.toEqual([]);
  });

  it("is the same twice, and grows without changing what was sent", () => {
    expect(rendered()).toBe(rendered());
    const before = bundle({}, rows.slice(0, 5)).map((object) => JSON.stringify(object));
    const after = new Set(bundle().map((object) => JSON.stringify(object)));
    expect(before.filter((object) => !after.has(object)).length).toBe(1);
  });
});
