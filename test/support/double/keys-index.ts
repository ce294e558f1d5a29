// The stand-ins by kind of provider. Every kind has one here, and the contract suite runs against it.
import { anthropicDouble } from "./keys-anthropic.ts";
import { awsIamDouble } from "./keys-aws.ts";
import { cloudflareDouble } from "./keys-cloudflare.ts";
import { githubTokenDouble } from "./keys-github.ts";
import { openaiDouble } from "./keys-openai.ts";
import { acmeDouble, claroDouble } from "./keys-plain.ts";
import { sendgridDouble } from "./keys-sendgrid.ts";
import type { KeyDouble } from "./keys.ts";

/** Start the stand-in of a kind. */
export const keyDoubles: Readonly<Record<string, () => Promise<KeyDouble>>> = {
  claro: claroDouble,
  openai: openaiDouble,
  anthropic: anthropicDouble,
  "aws-iam": awsIamDouble,
  "github-token": githubTokenDouble,
  cloudflare: cloudflareDouble,
  sendgrid: sendgridDouble,
  http: acmeDouble,
};
