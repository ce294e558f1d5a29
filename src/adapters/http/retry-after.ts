// How long a server asks to wait. Absurd wishes are cut: no server may stop an incident for a day.

const MAX_SECONDS = 60;

/** Retry-After (RFC 9110, 10.2.3: whole seconds or an HTTP date) as seconds from `now` (epoch ms), 0 to 60; undefined when it is neither. */
export function retryAfterSeconds(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text), MAX_SECONDS);
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const seconds = Math.ceil((Date.parse(text) - now) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), MAX_SECONDS);
}
