// What AWS operations do to access, by their names in CloudTrail: keys and sessions made, people, roles, policies, logging, secrets.
// Names and members: AWS service models (IAM, STS, Secrets Manager, SSM, KMS, CloudTrail, GuardDuty, Config, EC2), CloudTrail's examples.
import type { ChangeRule, ChangeRules } from "./change.ts";

const USER = "/requestParameters/userName";
const ROLE = "/requestParameters/roleName";
const GROUP = "/requestParameters/groupName";
const POLICY = [
  "/responseElements/policy/arn",
  "/requestParameters/policyArn",
  "/requestParameters/policyName",
] as const;
const SESSION = ["/responseElements/credentials/accessKeyId"] as const;
const BUCKET = "/requestParameters/bucketName";

/** The same rule for several operations. */
function each(operations: string, rule: ChangeRule): ChangeRules {
  return Object.fromEntries(operations.split(" ").map((operation) => [operation, rule]));
}

const KEYS: ChangeRules = {
  CreateAccessKey: ["creates", "key", "/responseElements/accessKey/accessKeyId", USER],
  UpdateAccessKey: ["changes", "key", "/requestParameters/accessKeyId"],
  DeleteAccessKey: ["deletes", "key", "/requestParameters/accessKeyId"],
  CreateServiceSpecificCredential: [
    "creates",
    "key",
    "/responseElements/serviceSpecificCredential/serviceSpecificCredentialId",
    USER,
  ],
  ResetServiceSpecificCredential: [
    "changes",
    "key",
    "/requestParameters/serviceSpecificCredentialId",
  ],
  UploadSSHPublicKey: ["creates", "key", "/responseElements/sSHPublicKey/sSHPublicKeyId", USER],
  UploadSigningCertificate: ["creates", "key", "/responseElements/certificate/certificateId", USER],
  ...each("CreateKeyPair ImportKeyPair", ["creates", "key", "/requestParameters/keyName"]),
  CreateApiKey: ["creates", "key", "/responseElements/id", "/requestParameters/name"],
};

const SESSIONS: ChangeRules = {
  ...each("AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot GetSessionToken", [
    "creates",
    "session",
    ...SESSION,
    "/requestParameters/roleArn",
  ]),
  GetFederationToken: ["creates", "session", ...SESSION, "/requestParameters/name"],
  ...each("GetSigninToken SendSSHPublicKey StartSession", [
    "creates",
    "session",
    "/responseElements/sessionId",
    "/requestParameters/target",
    "/requestParameters/instanceId",
  ]),
};

const PEOPLE: ChangeRules = {
  CreateUser: ["creates", "user", USER],
  DeleteUser: ["deletes", "user", USER],
  ...each(
    "UpdateUser CreateLoginProfile UpdateLoginProfile DeleteLoginProfile AddUserToGroup RemoveUserFromGroup EnableMFADevice DeactivateMFADevice",
    ["changes", "user", USER],
  ),
  ChangePassword: ["changes", "user", "/userIdentity/userName"],
  CreateRole: ["creates", "role", ROLE],
  DeleteRole: ["deletes", "role", ROLE],
  ...each("UpdateRole UpdateAssumeRolePolicy CreateServiceLinkedRole AddRoleToInstanceProfile", [
    "changes",
    "role",
    ROLE,
  ]),
  ...each("CreateSAMLProvider CreateOpenIDConnectProvider", [
    "creates",
    "member",
    "/responseElements/sAMLProviderArn",
    "/responseElements/openIDConnectProviderArn",
    "/requestParameters/name",
  ]),
  ...each("UpdateSAMLProvider AddClientIDToOpenIDConnectProvider", [
    "changes",
    "member",
    "/requestParameters/sAMLProviderArn",
    "/requestParameters/openIDConnectProviderArn",
  ]),
};

const POLICIES: ChangeRules = {
  CreatePolicy: ["creates", "policy", ...POLICY],
  DeletePolicy: ["deletes", "policy", ...POLICY],
  ...each("CreatePolicyVersion SetDefaultPolicyVersion DeletePolicyVersion", [
    "changes",
    "policy",
    ...POLICY,
  ]),
  ...each(
    "AttachUserPolicy PutUserPolicy DetachUserPolicy DeleteUserPolicy PutUserPermissionsBoundary DeleteUserPermissionsBoundary",
    ["changes", "policy", USER],
  ),
  ...each(
    "AttachRolePolicy PutRolePolicy DetachRolePolicy DeleteRolePolicy PutRolePermissionsBoundary DeleteRolePermissionsBoundary",
    ["changes", "policy", ROLE],
  ),
  ...each("AttachGroupPolicy PutGroupPolicy DetachGroupPolicy DeleteGroupPolicy", [
    "changes",
    "policy",
    GROUP,
  ]),
  ...each(
    "PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock",
    ["changes", "policy", BUCKET],
  ),
  ...each("PutKeyPolicy CreateGrant", ["changes", "policy", "/requestParameters/keyId"]),
  PutResourcePolicy: [
    "changes",
    "policy",
    "/requestParameters/secretId",
    "/requestParameters/resourceArn",
  ],
  ...each("AddPermission AddPermission20150331v2 CreateFunctionUrlConfig", [
    "changes",
    "policy",
    "/requestParameters/functionName",
  ]),
  ...each("ModifySnapshotAttribute ModifyImageAttribute", [
    "changes",
    "policy",
    "/requestParameters/snapshotId",
    "/requestParameters/imageId",
  ]),
};

const LOGGING: ChangeRules = {
  ...each("StopLogging DeleteTrail UpdateTrail PutEventSelectors PutInsightSelectors", [
    "disables-logging",
    "log",
    "/requestParameters/name",
    "/requestParameters/trailName",
  ]),
  ...each("StopEventDataStoreIngestion DeleteEventDataStore", [
    "disables-logging",
    "log",
    "/requestParameters/eventDataStore",
  ]),
  ...each("DeleteLogGroup DeleteLogStream", [
    "disables-logging",
    "log",
    "/requestParameters/logGroupName",
  ]),
  ...each("StopConfigurationRecorder DeleteConfigurationRecorder DeleteDeliveryChannel", [
    "disables-logging",
    "log",
    "/requestParameters/configurationRecorderName",
    "/requestParameters/deliveryChannelName",
  ]),
  ...each(
    "DeleteDetector UpdateDetector DisassociateFromMasterAccount DisassociateFromAdministratorAccount StopMonitoringMembers",
    ["disables-logging", "log", "/requestParameters/detectorId"],
  ),
  DisableSecurityHub: ["disables-logging", "log"],
  DeleteFlowLogs: [
    "disables-logging",
    "log",
    "/requestParameters/DeleteFlowLogsRequest/FlowLogId/content",
    "/requestParameters/flowLogId",
  ],
  DeleteModelInvocationLoggingConfiguration: ["disables-logging", "log"],
};

const SECRETS: ChangeRules = {
  GetSecretValue: ["reads-secret", "secret", "/requestParameters/secretId"],
  BatchGetSecretValue: ["reads-secret", "secret", "/requestParameters/secretIdList/0"],
  ...each("GetParameter GetParameterHistory", [
    "reads-secret",
    "secret",
    "/requestParameters/name",
  ]),
  GetParameters: ["reads-secret", "secret", "/requestParameters/names/0"],
  GetParametersByPath: ["reads-secret", "secret", "/requestParameters/path"],
  GetPasswordData: ["reads-secret", "secret", "/requestParameters/instanceId"],
  DownloadDefaultKeyPair: ["reads-secret", "secret"],
  GetApiKey: ["reads-secret", "secret", "/requestParameters/apiKey"],
  GetApiKeys: ["reads-secret", "secret"],
};

export const AWS_CHANGES: ChangeRules = {
  ...KEYS,
  ...SESSIONS,
  ...PEOPLE,
  ...POLICIES,
  ...LOGGING,
  ...SECRETS,
};
