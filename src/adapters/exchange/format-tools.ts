// What export formats need that the core does not compute: digests, ids made of names, calendars. Libraries load with the format that needs them.
import { hash } from "node:crypto";
import type { FormatTools } from "../../core/report/format/format.ts";
import type { CacaoIds } from "../../core/runbook/cacao.ts";

function unneeded(): never {
  throw new Error("this format was rendered without the tools of its own");
}

/** The tools for one format. */
export async function formatTools(format: string): Promise<FormatTools> {
  const tools: FormatTools = {
    digest: (text) => hash("sha256", text, "base64"),
    uuid: unneeded,
    calendar: unneeded,
  };
  if (format === "ics") {
    const { writeDeadlines } = await import("./ics.ts");
    return { ...tools, calendar: writeDeadlines };
  }
  if (format === "stix") {
    const { v5 } = await import("uuid");
    return { ...tools, uuid: (namespace, name) => v5(name, namespace) };
  }
  return tools;
}

/** Ids for playbooks. */
export async function cacaoIds(): Promise<CacaoIds> {
  const { v4, v5 } = await import("uuid");
  return {
    named: (namespace, name) => v5(name, namespace),
    drawn: (name) => v4({ random: hash("sha256", name, "buffer").subarray(0, 16) }),
  };
}
