// Log format `api-gateway`: AWS API Gateway's access log in JSON, with the variables that AWS's own examples use.
import { jsonFormat } from "./json-format.ts";

export const apiGateway = jsonFormat({
  id: "api-gateway",
  title: "AWS API Gateway access log (JSON)",
  help: [
    "The stage's access log group:",
    "$ aws logs filter-log-events --log-group-name <group> --query events[].message --output text > gateway.jsonl",
    'Let its format have "apiKeyId":"$context.identity.apiKeyId": else it names no key.',
  ],
  fields: {
    at: ["/requestTimeEpoch", "/requestTime"],
    key: ["/apiKeyId", "/identity/apiKeyId", "/apiKey"],
    principal: ["/user", "/caller", "/identity/user", "/authorizerPrincipalId", "/principalId"],
    ip: ["/ip", "/sourceIp", "/identity/sourceIp"],
    userAgent: ["/userAgent", "/identity/userAgent"],
    method: "/httpMethod",
    path: ["/path", "/resourcePath", "/routeKey"],
    status: "/status",
    errorCode: ["/errorResponseType", "/errorMessage"],
    bytes: "/responseLength",
    id: ["/extendedRequestId", "/requestId"],
  },
  traps: [
    "apiKeyId is the key's id in API Gateway, not its value.",
    "Requests with a deleted key answer 403 with no key id: look for them by address.",
    "errorMessage holds what the caller sent: it is shown escaped and cut.",
  ],
  example:
    '{"requestId":"c6af9ac6-7b61-11e6-9a41-93e8deadbeef","ip":"203.0.113.9","caller":"-","user":"-","requestTime":"23/Nov/2026:13:05:07 +0000","requestTimeEpoch":1795439107120,"httpMethod":"GET","resourcePath":"/v1/prompts","status":"200","protocol":"HTTP/1.1","responseLength":"18342","apiKeyId":"a1b2c3d4e5","userAgent":"python-requests/2.32.3"}',
  arrays: ["", "/events"],
  marks: [
    /"requestTime(?:Epoch)?"\s*:/,
    /"(?:httpMethod|routeKey)"\s*:/,
    /"(?:responseLength|protocol)"\s*:/,
    /"requestId"\s*:/,
  ],
  namesKeys: true,
  isAdministrative: false,
});
