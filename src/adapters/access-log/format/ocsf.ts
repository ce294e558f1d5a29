// Log format `ocsf`: API activity (class 6003) in the Open Cybersecurity Schema Framework, as security lakes keep it.
import type { AccessEvent } from "../../../core/audit/access-event.ts";
import { AWS_CHANGES } from "./aws-changes.ts";
import { changesBy } from "./change.ts";
import { firstOf, type Json } from "./json.ts";
import { jsonFormat } from "./json-format.ts";
import { textOf } from "./value.ts";

const changeOf = changesBy(AWS_CHANGES);
const serviceOf = firstOf(["/api/service/name"]);

/** status_id (OCSF 1.x, base event): 1 success, 2 failure, 0 and 99 say nothing. */
function outcomeWord({ status_id: said, status }: Json): unknown {
  if (said === 1) return "Success";
  return said === 2 ? "Failure" : status;
}

function refine(record: Json, event: AccessEvent): Partial<AccessEvent> {
  const operation = event.action ?? "";
  const service = (textOf(serviceOf(record)) ?? "").replace(/\.(?:amazonaws|googleapis)\.com$/, "");
  return {
    action: service === "" ? operation : `${service}:${operation}`,
    change: changeOf(operation, record, event.resource),
  };
}

export const ocsf = jsonFormat({
  id: "ocsf",
  title: "OCSF API activity (class 6003)",
  help: [
    "Whatever writes OCSF: Amazon Security Lake, SIEMs. Export the events of class_uid 6003 as JSON.",
  ],
  fields: {
    at: ["/time", "/time_dt"],
    key: ["/actor/user/credential_uid", "/actor/session/credential_uid", "/actor/session/uid"],
    principal: ["/actor/user/uid_alt", "/actor/user/name", "/actor/user/uid", "/actor/invoked_by"],
    ip: "/src_endpoint/ip",
    country: "/src_endpoint/location/country",
    asn: "/src_endpoint/autonomous_system/number",
    userAgent: "/http_request/user_agent",
    method: "/http_request/http_method",
    path: ["/http_request/url/path", "/http_request/url/url_string"],
    action: "/api/operation",
    resource: ["/resources/0/uid", "/resources/0/name"],
    status: ["/http_response/code", "/api/response/code"],
    outcome: "/status",
    errorCode: ["/api/response/error", "/status_code"],
    bytes: "/http_response/length",
    id: "/metadata/uid",
  },
  traps: [
    "A record has what its producer took over: answers (the id of a key that was made) are mostly lost. Take the original log too.",
    "Other classes (authentication, account change) are rejected and counted.",
  ],
  example:
    '{"metadata":{"version":"1.3.0","uid":"e-1","product":{"name":"CloudTrail"}},"class_uid":6003,"category_uid":6,"activity_id":2,"time":1795439107120,"api":{"operation":"GetSecretValue","service":{"name":"secretsmanager.amazonaws.com"},"response":{}},"actor":{"user":{"name":"ci","credential_uid":"AKIAEXAMPLE"}},"src_endpoint":{"ip":"203.0.113.9","location":{"country":"NL"}},"http_request":{"user_agent":"aws-cli/2.17.0"},"resources":[{"uid":"prod/db"}],"status":"Success","status_id":1,"severity_id":1}',
  arrays: ["", "/events", "/data"],
  marks: [/"class_uid"\s*:\s*6003\b/, /"api"\s*:/, /"metadata"\s*:/],
  namesKeys: true,
  isAdministrative: true,
  changeWords: Object.keys(AWS_CHANGES),
  spread: (record) =>
    record["class_uid"] === 6003 ? [{ ...record, status: outcomeWord(record) }] : null,
  refine,
});
