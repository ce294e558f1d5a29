// User agents without their versions.
import { describe, expect, it } from "vitest";
import { familyOf, isTool } from "../../../src/core/audit/agent-family.ts";

describe("the family of a user agent", () => {
  it.each([
    ["curl/8.5.0", "curl"],
    ["Boto3/1.34.10 md/Botocore#1.34.10", "boto3"],
    ["aws-cli/2.17.0 md/awscrt", "aws-cli"],
    ["python-requests/2.31.0", "python-requests"],
    ["acme worker 3", "acme"],
    ["acme-worker-2.1", "acme-worker"],
    ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0", "headlesschrome"],
    ["(unknown)", "(unknown)"],
    ["", ""],
  ])("%s is %s", (agent, family) => {
    expect(familyOf(agent)).toBe(family);
  });

  it("says which are typed by hand or scripted", () => {
    expect(["curl", "headlesschrome", "boto3", "mozilla"].map(isTool)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
