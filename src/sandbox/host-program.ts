// Programs in the workspace: one that stands for ssh to a far host, and the script that makes a service read its file again.
import type { ScenarioService } from "./scenario/scenario.ts";

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The program: Node by its full path, so that it runs under any PATH and in any shell. */
export function hostProgram(script: string, service: ScenarioService, file: string): string {
  const words = [process.execPath, script, service.name, file, service.variable].map(quoted);
  return `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`;
}

/** Asks a service to read its file again: node reload.mjs <service> */
export const RELOAD_SCRIPT = `// Asks a service of the sandbox to read its file again: node reload.mjs <service>
import { readFileSync } from "node:fs";
const { url } = JSON.parse(readFileSync(new URL("./address.json", import.meta.url), "utf8"));
const response = await fetch(\`\${url}/_service/\${process.argv[2]}/reload\`, { method: "POST" });
if (!response.ok) {
  process.stderr.write(\`reload answered \${response.status}\\n\`);
  process.exitCode = 1;
}
`;

/** The far host: stores a key that comes on stdin, or restarts its service. Prints no key. */
export const HOST_SCRIPT = `// A far host of the sandbox: node host.mjs <service> <env file> <variable> put-key | restart
import { readFileSync, renameSync, writeFileSync } from "node:fs";
const [service, file, variable, command] = process.argv.slice(2);
if (command === "put-key") {
  const key = readFileSync(0, "utf8").trim();
  if (!/^\\S+$/.test(key)) throw new Error("no key came on stdin");
  const rest = readFileSync(file, "utf8").split("\\n").filter((line) => !line.startsWith(variable + "="));
  writeFileSync(file + ".new", [variable + "=" + key, ...rest].join("\\n"), { mode: 0o600 });
  renameSync(file + ".new", file);
} else if (command === "restart") {
  process.argv[2] = service;
  await import("./reload.mjs");
} else {
  process.stderr.write("put-key (the key on stdin) | restart\\n");
  process.exitCode = 2;
}
`;
