// The stand-ins by kind of target. A kind that goes over HTTP has one here, and the contract suites run against it.
import { awsDouble } from "./aws.ts";
import { azureDouble } from "./azure.ts";
import { gcpDouble } from "./gcp.ts";
import { githubDouble } from "./github.ts";
import { gitlabDouble } from "./gitlab.ts";
import type { Double } from "./server.ts";

/** Start the stand-in of a kind, holding a value. */
export const doubles: Readonly<Record<string, (value: string) => Promise<Double>>> = {
  "aws-secrets-manager": awsDouble,
  "gcp-secret-manager": gcpDouble,
  "azure-key-vault": azureDouble,
  "github-actions": githubDouble,
  "gitlab-ci": gitlabDouble,
};
