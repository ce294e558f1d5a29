// Sealed evidence for people who joined later: opened and sealed anew as it comes, checked against what was handed in.
import { ClaroIrError } from "../core/error.ts";
import type { EvidenceRecord } from "../core/incident/audit-state.ts";
import type { Pieces } from "../ports/system.ts";
import type { App } from "./context.ts";
import { change, loadIncident, worldOf } from "./incident.ts";
import { recipientsFor } from "./secret.ts";

/** The opened bytes; what is not what was handed in gets no new name. */
async function* opened(app: App, incident: string, one: EvidenceRecord): Pieces {
  const digest = app.newDigest();
  for await (const bytes of app.sealer.openPieces(app.vault.pieces(incident, one.file))) {
    digest.update(bytes);
    yield bytes;
  }
  if (digest.hex() !== one.sha256)
    throw new ClaroIrError("damaged", "file-changed", `${one.name} is not as it was recorded.`, {
      hint: "claro-ir verify",
    });
}

/** Seal one anew; false where this machine cannot open it. */
async function reseal(
  app: App,
  incident: string,
  one: EvidenceRecord,
  recipients: readonly string[],
): Promise<boolean> {
  try {
    const pieces = app.sealer.sealPieces(opened(app, incident, one), recipients);
    const { file, sha256 } = await app.vault.takeEvidence(incident, pieces, "age");
    await change(app, incident, () => [
      {
        type: "evidence.resealed",
        data: { evidence: one.sha256, file, sealed: { sha256, recipients } },
      },
    ]);
    return true;
  } catch (error) {
    if (error instanceof ClaroIrError && error.kind === "refused") return false;
    throw error;
  }
}

/** Seal all sealed evidence to everybody who joined. What this machine cannot open is left and named. */
export async function resealEvidence(app: App, incident: string): Promise<readonly string[]> {
  const { state } = worldOf(app, await loadIncident(app, incident));
  const recipients = await recipientsFor(app, state);
  const left: string[] = [];
  const done = new Set<string>();
  for (const one of state.evidence) {
    const known = one.sealed?.recipients;
    if (known === undefined || done.has(one.sha256)) continue;
    done.add(one.sha256);
    if (recipients.every((recipient) => known.includes(recipient))) continue;
    if (!(await reseal(app, incident, one, recipients))) left.push(one.name);
  }
  return left;
}
