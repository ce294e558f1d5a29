// Evidence: files stored under their own digest, with who brought them and when.
import { ClaroIrError } from "../core/error.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import type { App } from "./context.ts";

/** Largest single piece of evidence, in bytes. */
const LARGEST = 512 * 1024 * 1024;

function extensionOf(name: string): string {
  const found = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1];
  return found === undefined ? "bin" : found.toLowerCase();
}

/** Store a file as evidence; durable when it returns. The fact still has to be recorded. */
export async function storeEvidence(
  app: App,
  incident: string,
  path: string,
  about: { readonly step?: string | undefined; readonly credential?: string | undefined },
): Promise<IncidentFact & { readonly type: "evidence.added" }> {
  const bytes = await app.files.read(path);
  if (bytes.length > LARGEST)
    throw new ClaroIrError("usage", "evidence-too-large", `${path} is larger than 512 MiB.`, {
      hint: "store a part of it, or its digest as a note",
    });
  const name = app.clean(path.split("/").at(-1) ?? path);
  const stored = await app.vault.putEvidence(incident, bytes, extensionOf(name));
  return {
    type: "evidence.added",
    data: { ...stored, name, step: about.step ?? null, credential: about.credential ?? null },
  };
}
