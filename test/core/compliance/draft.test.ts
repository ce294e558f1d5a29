// Drafts of notices: filled from the record alone, every gap marked, nothing that data could turn into a link or a heading.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { draftOf } from "../../../src/app/draft-notice.ts";
import { NO_COMPLIANCE } from "../../../src/adapters/config/default-config.ts";
import { readRegimes } from "../../../src/adapters/runbook/regulatory-clocks.ts";
import type { IncidentFact } from "../../../src/core/incident/event.ts";
import { DAY, plus } from "../../../src/core/instant.ts";
import { finding } from "../../support/audited.ts";
import { DECLARED, fact, given, started } from "../../support/given.ts";

const TABLE = await readRegimes(
  join(import.meta.dirname, "../../../runbooks/regulatory-clocks.yaml"),
);

function said(name: string, value: string): IncidentFact {
  return fact("fact.set", { name, value, credential: null, source: "operator", grade: "E3" });
}

function decided(value: string): IncidentFact {
  return fact("decision.recorded", { kind: "notify", value, because: "counsel", credential: null });
}

function draft(
  regime: string,
  facts: readonly IncidentFact[],
  more: { readonly contact?: string; readonly now?: string } = {},
) {
  return draftOf(TABLE, regime, given(started()).and(...facts).state, {
    config: { compliance: { ...NO_COMPLIANCE, contact: more.contact ?? null } },
    now: more.now ?? plus(DECLARED, DAY),
    clean: (text) => text.replaceAll("sk_live_secret", "[key]"),
  });
}

describe("a draft", () => {
  it("marks what the record does not say, and fills what it does", () => {
    const empty = draft("eu-gdpr", []);
    expect(empty.markdown).toContain("[MISSING: How many]");
    expect(empty.missing).toContain("Contact");
    const facts = [
      said("people", "about 1,200"),
      said("dataKinds", "contact"),
      said("likelyHarm", "spam"),
    ];
    const full = draft("eu-gdpr", facts, { contact: "Ada, dpo@acme.example" });
    expect(full.markdown).toContain("- How many: about 1,200");
    expect(full.markdown).toContain("- Contact: `Ada, dpo@acme.example`");
    expect(full.missing).not.toContain("How many");
    expect(full.missing.length).toBeLessThan(empty.missing.length);
    expect(full.markdown.match(/\[MISSING/g)?.length).toBeGreaterThanOrEqual(full.missing.length);
  });

  it("says when each notice is due, why it is late, and that it is no legal advice", () => {
    const facts = [decided("eu-gdpr:yes"), said("awarePersonalDataAt", DECLARED)];
    expect(draft("eu-gdpr", facts).markdown).toContain("by 2026-11-26 02:10 UTC");
    const late = draft("eu-gdpr", facts, { now: plus(DECLARED, 4 * DAY) });
    expect(late.markdown).toContain("LATE");
    expect(late.missing).toContain("Why authority came late");
    expect(late.markdown).toContain("Not legal advice");
  });

  it("says a day as the authority's own clocks show it, and leaves out what does not apply", () => {
    const facts = [decided("br-lgpd:yes"), said("awarePersonalDataAt", "2027-02-01T01:00:00.000Z")];
    const { markdown } = draft("br-lgpd", facts, { now: "2027-02-01T02:00:00.000Z" });
    expect(markdown).toContain("2027-02-03 23:59 America/Sao_Paulo (2027-02-04 02:59 UTC)");
    const ours = [decided("eu-gdpr:yes"), said("dataRole", "controller")];
    expect(draft("eu-gdpr", [decided("eu-gdpr:yes")]).markdown).toContain("if you are processor");
    expect(draft("eu-gdpr", ours).markdown).not.toContain("processor");
  });

  it("says when the key was misused, for what, and where people live in words", () => {
    const { markdown, missing } = draft("eu-gdpr", [
      said("firstAbuseAt", "2026-11-22T10:00:00.000Z"),
      said("regions", "eu, uk,us-ca, br, bavaria"),
      fact("finding.raised", { findings: [finding()], more: 0 }),
      fact("finding.judged", {
        finding: "F-aaaaaa",
        title: "used from RO, never seen before",
        verdict: "malicious",
        because: "no host of ours",
      }),
    ]);
    expect(markdown).toContain("- First use that was not ours: 2026-11-22 10:00 UTC");
    expect(markdown).toContain("- What was done with the key: used from RO, never seen before");
    expect(markdown).toContain(
      "- Where: European Union / EEA, United Kingdom, California (United States), Brazil, bavaria",
    );
    expect(missing).not.toContain("Where");
  });

  it("takes an unknown answer for none, and a secret never along", () => {
    const { markdown, missing } = draft("au-ndb", [
      said("dataAccessed", "unknown"),
      said("dataKinds", "sk_live_secret # no [link](http://x) <b>"),
    ]);
    expect(missing).toContain("Data read");
    expect(markdown).toContain("\\[link\\](hxxp");
    expect(markdown).not.toMatch(/sk_live_secret|<b>/);
  });

  it.each(TABLE.regimes.map(({ id }) => id))(
    "of %s has its required contents and their source",
    (id) => {
      const regime = TABLE.regimes.find((one) => one.id === id);
      const { markdown } = draft(id, []);
      expect(regime?.content?.items.length).toBeGreaterThan(2);
      expect(markdown.match(/^## /gm)).toHaveLength(regime?.content?.items.length ?? 0);
    },
  );
});
