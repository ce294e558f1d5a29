// Samples of vendors' logs against the vendors' own descriptions, where those are at hand: what the tests read is what would come.
import { expect, it } from "vitest";
import { AWS_CHANGES } from "../../src/adapters/access-log/format/aws-changes.ts";
import { contract } from "../support/double/contracts.ts";
import { openApiChecks, type OpenApi } from "../support/double/openapi.ts";
import { SAMPLES } from "../support/log-sample/index.ts";

function samplesOf(format: string): readonly string[] {
  return SAMPLES.filter((sample) => sample.format === format).map(({ text }) => text);
}

const openai = contract("openai-admin.openapi.json") as OpenApi | undefined;

it.skipIf(openai === undefined).each([
  ["openai-audit", "https://api.openai.com/organization/audit_logs"],
  ["openai-usage", "https://api.openai.com/organization/usage/completions?start_time=1"],
])("%s is as OpenAI describes it", (format, url) => {
  const checks = openApiChecks(openai!);
  for (const text of samplesOf(format)) {
    const call = { method: "GET", url: new URL(url), body: undefined };
    expect(checks.answer(call, 200, JSON.parse(text))).toEqual([]);
  }
});

const github = contract("github-auditlog-ghec.openapi.json") as OpenApi | undefined;

it.skipIf(github === undefined)("github-audit is as GitHub describes it", () => {
  const checks = openApiChecks(github!);
  const call = {
    method: "GET",
    url: new URL("https://api.github.com/orgs/acme/audit-log"),
    body: undefined,
  };
  const texts = samplesOf("github-audit");
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) {
    const records = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(checks.answer(call, 200, records)).toEqual([]);
  }
});

interface Service {
  readonly operations: Readonly<Record<string, unknown>>;
  readonly shapes: Readonly<
    Record<string, { readonly members?: Readonly<Record<string, unknown>> }>
  >;
}

const trail = contract("aws-cloudtrail.service-2.json") as Service | undefined;

it.skipIf(trail === undefined)(
  "what LookupEvents answers has the members that AWS describes",
  () => {
    const members = Object.keys(trail!.shapes["Event"]?.members ?? {});
    const answers = samplesOf("cloudtrail").filter((text) => text.includes('"Events"'));
    expect(answers).toHaveLength(1);
    const { Events } = JSON.parse(answers[0]!) as { readonly Events: readonly object[] };
    expect(Object.keys(Events[0]!).filter((name) => !members.includes(name))).toEqual([]);
  },
);

it.each([
  ["aws-iam-accesskeys.service-2.json", /AccessKey$/],
  ["aws-sts.service-2.json", /^AssumeRole|^Get(?:Session|Federation)Token$/],
  ["aws-secretsmanager.service-2.json", /^(?:Batch)?GetSecretValue$/],
])("every operation of %s that makes keys or gives secrets is known", (file, pattern) => {
  const service = contract(file) as Service | undefined;
  const operations = Object.keys(service?.operations ?? {}).filter((name) => pattern.test(name));
  expect(operations.filter((name) => !Object.hasOwn(AWS_CHANGES, name))).toEqual([]);
});
