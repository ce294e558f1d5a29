// A stolen access key as public reports of credential theft describe it (MITRE ATT&CK T1078.004, T1087.004, T1098.001, T1136.003,
// T1548, T1552, T1562.008; AWS's playbook for compromised IAM credentials): who am I, what may I do, stay, take, hide.
import { DAY, HOUR, MINUTE } from "../../../src/core/instant.ts";
import { trail, type Caller, type Json } from "./cloudtrail-record.ts";

/** A Monday, 02:00 UTC. */
export const LEAKED_AT = Date.UTC(2026, 10, 23, 2);
export const WINDOW_TO = LEAKED_AT + 6 * HOUR;
export const BASELINE_FROM = Date.UTC(2026, 9, 24);

export const LEAKED = "AKIALEAKED0000000001";
export const MINTED = {
  keyOfSameUser: "AKIAMINTED0000000001",
  keyOfNewUser: "AKIAMINTED0000000002",
  session: "ASIASESSION000000001",
  federated: "ASIASESSION000000002",
  user: "backup-svc",
  role: "support-readonly",
} as const;
export const MARIA_KEY = "AKIAMARIA00000000001";

const RUNNER: Caller = {
  key: LEAKED,
  name: "user/ci-deploy",
  ip: "198.51.100.20",
  agent: "aws-cli/2.17.0 md/awscrt",
};
const THIEF: Caller = { ...RUNNER, ip: "203.0.113.50", agent: "Boto3/1.34.10 md/Botocore#1.34.10" };
const MARIA: Caller = {
  key: MARIA_KEY,
  name: "user/maria",
  ip: "198.51.100.7",
  agent: "console.amazonaws.com",
};

/** A key pair as IAM and STS give it back, without its secret, which CloudTrail leaves out. */
function made(accessKeyId: string, userName: string): Json {
  return { accessKey: { accessKeyId, userName, status: "Active" } };
}

function session(accessKeyId: string): Json {
  return { credentials: { accessKeyId, sessionToken: "HIDDEN_DUE_TO_SECURITY_REASONS" } };
}

/** What the pipeline does with the key, six times a day; what Maria does, once. */
export function ordinaryDays(): readonly Json[] {
  const records: Json[] = [];
  for (let day = BASELINE_FROM; day < LEAKED_AT; day += DAY) {
    for (let hour = 1; hour < 24; hour += 4) {
      const at = day + hour * HOUR;
      if (at >= LEAKED_AT) continue;
      records.push(
        trail(at, RUNNER, "ecr:GetAuthorizationToken"),
        trail(at + MINUTE, RUNNER, "ecs:UpdateService", { service: "web" }),
      );
    }
    const morning = day + 9 * HOUR;
    if (morning < LEAKED_AT) records.push(trail(morning, MARIA, "iam:ListUsers"));
  }
  return records;
}

/** The pipeline takes a role once an hour for six hours, and puts a file up with it. */
export function sessions(from: number): readonly Json[] {
  return Array.from({ length: 6 }, (_, hour) => from + hour * HOUR + 20 * MINUTE).flatMap(
    (at, index) => {
      const key = `ASIAPIPELINE${String(at / HOUR).slice(0, 6)}${String(index)}`;
      const release: Caller = { ...RUNNER, key, name: "assumed-role/release/ci" };
      return [
        trail(at, RUNNER, "sts:AssumeRole", { roleSessionName: "ci" }, session(key)),
        trail(at + 5_000, release, "s3:PutObject", { bucketName: "web", key: `app-${key}.js` }),
      ];
    },
  );
}

/** Minute by minute from 02:10. The pipeline and Maria go on with their work beside it. */
export function theft(): readonly Json[] {
  const t = LEAKED_AT + 10 * MINUTE;
  const minted: Caller = { ...THIEF, key: MINTED.keyOfNewUser, name: `user/${MINTED.user}` };
  const assumed: Caller = { ...THIEF, key: MINTED.session, name: "assumed-role/admin/x" };
  const federated: Caller = { ...THIEF, key: MINTED.federated, name: "federated-user/x" };
  return [
    trail(t, THIEF, "sts:GetCallerIdentity"),
    trail(t + 20_000, THIEF, "iam:ListAttachedUserPolicies", { userName: "ci-deploy" }),
    trail(t + 30_000, THIEF, "iam:ListUsers"),
    trail(t + 40_000, THIEF, "organizations:ListAccounts", null, null, "AccessDenied"),
    trail(
      t + 2 * MINUTE,
      THIEF,
      "iam:CreateAccessKey",
      { userName: "ci-deploy" },
      made(MINTED.keyOfSameUser, "ci-deploy"),
    ),
    trail(
      t + 3 * MINUTE,
      THIEF,
      "iam:CreateUser",
      { userName: MINTED.user },
      { user: { userName: MINTED.user } },
    ),
    trail(t + 3 * MINUTE + 9_000, THIEF, "iam:AttachUserPolicy", {
      userName: MINTED.user,
      policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
    trail(t + 4 * MINUTE, THIEF, "iam:CreateLoginProfile", { userName: MINTED.user }),
    trail(
      t + 4 * MINUTE + 5_000,
      THIEF,
      "iam:CreateAccessKey",
      { userName: MINTED.user },
      made(MINTED.keyOfNewUser, MINTED.user),
    ),
    trail(
      t + 5 * MINUTE,
      THIEF,
      "sts:AssumeRole",
      { roleArn: "arn:aws:iam::111122223333:role/admin", roleSessionName: "x" },
      session(MINTED.session),
    ),
    trail(t + 6 * MINUTE, assumed, "cloudtrail:StopLogging", { name: "main-trail" }),
    trail(t + 7 * MINUTE, assumed, "secretsmanager:ListSecrets"),
    trail(t + 7 * MINUTE + 5_000, assumed, "secretsmanager:GetSecretValue", {
      secretId: "prod/database",
    }),
    trail(t + 7 * MINUTE + 9_000, assumed, "secretsmanager:GetSecretValue", {
      secretId: "prod/payments",
    }),
    trail(
      t + 9 * MINUTE,
      THIEF,
      "sts:GetFederationToken",
      { name: "x" },
      session(MINTED.federated),
    ),
    trail(
      t + 10 * MINUTE,
      federated,
      "ec2:RunInstances",
      { instanceType: "p4d.24xlarge" },
      null,
      "Client.UnauthorizedOperation",
    ),
    trail(t + 60 * MINUTE, minted, "iam:CreateRole", { roleName: MINTED.role }),
    trail(t + 61 * MINUTE, minted, "iam:UpdateAssumeRolePolicy", { roleName: MINTED.role }),
    trail(t + 90 * MINUTE, minted, "iam:DeleteAccessKey", {
      userName: "ci-deploy",
      accessKeyId: MINTED.keyOfSameUser,
    }),
  ];
}

/** In the same minutes: a newcomer gets an account from Maria, and the pipeline deploys. */
export function innocent(): readonly Json[] {
  const t = LEAKED_AT + 11 * MINUTE;
  return [
    trail(t, MARIA, "iam:CreateUser", { userName: "newcomer" }, { user: { userName: "newcomer" } }),
    trail(
      t + MINUTE,
      MARIA,
      "iam:CreateAccessKey",
      { userName: "newcomer" },
      made("AKIANEWCOMER00000001", "newcomer"),
    ),
    trail(t + 2 * MINUTE, MARIA, "secretsmanager:GetSecretValue", { secretId: "hr/welcome" }),
    trail(LEAKED_AT + 3 * HOUR, RUNNER, "ecr:GetAuthorizationToken"),
    trail(LEAKED_AT + 3 * HOUR + MINUTE, RUNNER, "ecs:UpdateService", { service: "web" }),
  ];
}
