// What a user agent is without its version, and whether it is a tool that people type.

/** Product token without its version, in small letters: `curl/8.5.0` is `curl`, a headless browser `headlesschrome`. */
export function familyOf(agent: string): string {
  const headless = /headless\w*/i.exec(agent);
  if (headless !== null) return headless[0].toLowerCase();
  const [first = ""] = agent.trim().split(/[\s/;(]/, 1);
  return (
    first.toLowerCase().replace(/[-_ ]v?\d[\d.]*$/, "") || agent.trim().toLowerCase().slice(0, 40)
  );
}

/** Programs that a person or a quick script uses: beside an SDK they stand out. */
const TOOLS = new Set([
  "curl",
  "wget",
  "httpie",
  "python-requests",
  "python-urllib",
  "python-httpx",
  "aiohttp",
  "go-http-client",
  "postmanruntime",
  "insomnia",
  "node-fetch",
  "axios",
  "undici",
  "okhttp",
  "java",
  "libwww-perl",
  "powershell",
  "trufflehog",
]);

/** Whether the family is such a tool, or a browser without a window. */
export function isTool(family: string): boolean {
  return TOOLS.has(family) || family.startsWith("headless");
}
