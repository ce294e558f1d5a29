// Claro's documented API for holders of a key: prompts, context files, usage, health (docs.baytos.ai, API reference).
// The paths of context files, health and usage are not documented exactly; these are the look-alike's own choice.
import { answer, failure, objectIn } from "./exchange.ts";
import { prompts, WORKSPACE_SLUG } from "./catalogue.ts";
import type { ApiAnswer, ApiRequest } from "./exchange.ts";
import type { ContextFile, Prompt } from "./catalogue.ts";
import type { KeyRecord, Permission } from "./keys.ts";

const CATALOGUE = prompts();
const PACKAGE_NAME = /^@([a-z0-9-]+)\/[a-z0-9-]+:(?:v\d+|latest)$/;
const DOWNLOAD = /^\/v1\/context\/([^/]+)\/download$/;
const DAY = 86_400_000;

function without(key: KeyRecord, permission: Permission): ApiAnswer | null {
  if (key.permissions.includes(permission)) return null;
  return failure(403, `this key has no permission ${permission}`, { details: { permission } });
}

function listPrompts(request: ApiRequest, key: KeyRecord): ApiAnswer {
  const denied = without(key, "prompts:list");
  if (denied !== null) return denied;
  const limit = Number(request.query.get("limit") ?? "20");
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    return failure(400, "limit must be a whole number from 1 to 100", {
      details: { field: "limit" },
    });
  const cursor = request.query.get("cursor");
  const from = cursor === null ? 0 : Number(/^p(\d+)$/.exec(decoded(cursor))?.[1] ?? Number.NaN);
  if (!(from >= 0 && from < CATALOGUE.length))
    return failure(400, "cursor is not one we gave out", { details: { field: "cursor" } });
  const page = CATALOGUE.slice(from, from + limit);
  const hasMore = from + limit < CATALOGUE.length;
  const next = hasMore ? Buffer.from(`p${String(from + limit)}`).toString("base64url") : null;
  return answer(200, { data: { prompts: page.map(summary), cursor: next, hasMore } });
}

function decoded(text: string): string {
  return Buffer.from(text, "base64url").toString("latin1");
}

function summary(prompt: Prompt): object {
  const { id, title, packageName, category } = prompt;
  return { id, title, packageName, category, workspaceSlug: WORKSPACE_SLUG };
}

function contextItem(file: ContextFile, prompt: Prompt): object {
  return {
    id: file.id,
    type: "file",
    label: file.label,
    fileName: file.fileName,
    fileSize: Buffer.byteLength(file.content),
    mimeType: file.mimeType,
    url: `/v1/context/${file.id}/download`,
    createdAt: prompt.createdAt,
  };
}

function filled(content: string, variables: unknown): string {
  if (typeof variables !== "object" || variables === null) return content;
  return Object.entries(variables).reduce(
    (text, [name, value]) => text.replaceAll(`{{${name}}}`, () => String(value)),
    content,
  );
}

function getPrompt(request: ApiRequest, key: KeyRecord): ApiAnswer {
  const denied = without(key, "prompts:read");
  if (denied !== null) return denied;
  const body = objectIn(request.body);
  const name = body?.["package_name"];
  const workspace = typeof name === "string" ? PACKAGE_NAME.exec(name)?.[1] : undefined;
  if (typeof name !== "string" || workspace === undefined)
    return failure(400, "package_name must look like @workspace/name:v1", {
      details: { field: "package_name" },
    });
  if (workspace !== WORKSPACE_SLUG)
    return failure(403, `this key has no access to workspace ${workspace}`);
  const latest = name.replace(/:latest$/, ":");
  const found = CATALOGUE.find(
    (one) => one.packageName === name || (latest !== name && one.packageName.startsWith(latest)),
  );
  if (found === undefined) return failure(404, `there is no prompt ${name}`);
  return answer(200, {
    ...summary(found),
    content: filled(found.content, body?.["variables"]),
    systemPrompt: found.systemPrompt,
    critiquePrompt: null,
    version: found.packageName.split(":")[1],
    context: found.context.map((file) => contextItem(file, found)),
    metadata: { createdAt: found.createdAt },
  });
}

function download(contextId: string, key: KeyRecord): ApiAnswer {
  const denied = without(key, "context:download");
  if (denied !== null) return denied;
  const file = CATALOGUE.flatMap((prompt) => prompt.context).find((one) => one.id === contextId);
  if (file === undefined) return failure(404, "there is no such context file");
  return {
    ...answer(200, null),
    headers: {
      "content-type": file.mimeType,
      "content-disposition": `attachment; filename="${file.fileName}"`,
    },
    body: file.content,
  };
}

/** `GET /v1/usage`: about the key that asks. `error_rate` from 0 to 1; `last_used` is the use before this one. */
function usage(key: KeyRecord, now: number): ApiAnswer {
  const { total, errors, lastUsedAt, day, today } = key.usage;
  const days = Math.max(1, (now - key.createdAt) / DAY);
  return answer(200, {
    requests_today: day === Math.floor(now / DAY) ? today : 0,
    avg_requests: Math.round(total / days),
    last_used: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
    error_rate: total === 0 ? 0 : errors / total,
    total_requests: total,
  });
}

/** Answer a request of a live key. */
export function answerApi(request: ApiRequest, key: KeyRecord, now: number): ApiAnswer {
  const route = `${request.method} ${request.path}`;
  if (route === "GET /v1/prompts") return listPrompts(request, key);
  if (route === "POST /v1/prompts/get") return getPrompt(request, key);
  if (route === "GET /v1/usage") return usage(key, now);
  const contextId = request.method === "GET" ? DOWNLOAD.exec(request.path)?.[1] : undefined;
  if (contextId !== undefined) return download(contextId, key);
  return failure(404, "there is no such endpoint");
}
