// undici, loaded once and with nobody listening in.
import diagnostics from "node:diagnostics_channel";
import type * as undici from "undici";

export type Undici = typeof undici;

let loading: Promise<Undici> | undefined;

/**
 * Its channels of diagnostics get names of their own: with NODE_DEBUG its own log and that of Node's `fetch` would print every address it
 * calls, and the address of a webhook is a secret. It takes its channels while it is loaded.
 */
async function loadQuietly(): Promise<Undici> {
  const usual = diagnostics.channel;
  Object.assign(diagnostics, { channel: (name: string) => usual(`claro-ir:${name}`) });
  try {
    return await import("undici");
  } finally {
    Object.assign(diagnostics, { channel: usual });
  }
}

export function loadUndici(): Promise<Undici> {
  loading ??= loadQuietly();
  return loading;
}
