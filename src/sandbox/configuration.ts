// The configuration ready to use: the sandbox's vendors, the places of the scenario's services, the people of a made-up company.
import { basePath } from "./vendors.ts";
import type { Scenario, ScenarioService, Vendor } from "./scenario/scenario.ts";

function provider(vendor: Vendor, url: string): string {
  return `  ${vendor}:
    kind: http
    baseUrl: "${url}${basePath(vendor)}"
    auth: "file:./admin.key"
    create: { method: POST, path: /v1/keys, body: { name: "{{name}}" }, id: /id, secret: /secret }
    list: { method: GET, path: /v1/keys, items: /data, id: /id, name: /name, createdAt: /created_at, lastUsedAt: /last_used_at, next: /next }
    delete: { method: DELETE, path: "/v1/keys/{{id}}" }
    probe: { method: GET, path: "/v1/prompts?limit=1", dead: [401] }
    usage: { method: GET, path: /v1/usage }
`;
}

/** JSON strings are YAML strings: paths are quoted that way. */
function target(service: ScenarioService, vendor: Vendor, url: string, reload: string): string {
  if (service.target === null) return "";
  return `  - id: ${service.target.id}
    kind: ${service.format}
    path: ${service.file}
    variable: ${service.variable}
    key: ${service.key}
    environment: ${service.target.environment}
    provider: ${vendor}
    reload: [node, ${JSON.stringify(reload)}, ${service.name}]
    inUse: { url: "${url}/_service/${service.name}", last4: /last4 }
`;
}

/** The text of claro-ir.yaml; `reload` is the path of the script that makes a service read its file again. */
export function configuration(scenario: Scenario, url: string, reload: string): string {
  const vendors = [...new Set(scenario.exposed.map((key) => key.vendor))];
  const targets = scenario.services.map((service) => {
    const key = scenario.exposed.find((one) => one.name === service.key);
    return target(service, key?.vendor ?? "claro", url, reload);
  });
  return `# Ready to use: the sandbox's own vendors, its services and the people of a made-up company.
version: 1
workspace: acme
operators:
  - { id: dana, role: owner }
  - { id: sam, role: admin }
  - { id: kim, role: member }
providers:
${vendors.map((vendor) => provider(vendor, url)).join("")}targets:
${targets.join("")}audit:
  ownNetworks: [10.0.0.0/8, 127.0.0.0/8]
  baselineDays: 30
  sources:
    - path: access-archive.jsonl
      format: jsonl
      columns: { requests: /requests, lastsMs: /lasts_ms }
    - { path: access.jsonl }
`;
}
