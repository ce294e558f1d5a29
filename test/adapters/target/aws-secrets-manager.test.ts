import { describe, expect, it, vi } from "vitest";

import { Secret } from "../../../src/core/credential/secret.ts";
import { awsDouble, type AwsDouble } from "../../support/double/aws.ts";
import { connectDouble, startDouble, useDouble } from "./arrange.ts";
import { failureOf } from "./support.ts";

const KIND = "aws-secrets-manager";
const NEW = "sk_live_NEWnewNEWnew1234";
const TOKEN = "3f0d8f2e-6c1b-4a57-9c3e-0b1f2a3c4d5e";
const JSON_SECRET =
  '{\n  "DB_URL": "postgres://u:p@db/x",\n  "BAYT_API_KEY": "sk_live_OLDoldOLDold9876",\n  "n": 1.0\n}\n';

async function start(value: string): Promise<AwsDouble> {
  return useDouble(await awsDouble(value));
}

function withKey(double: AwsDouble) {
  return connectDouble(KIND, double, { options: { jsonKey: "BAYT_API_KEY" } });
}

describe("a JSON secret", () => {
  it("changes one member and keeps the rest byte for byte", async () => {
    const double = await start(JSON_SECRET);
    const target = withKey(double);
    expect(await target.plan()).toContain(
      "replace its member BAYT_API_KEY; its 2 other members stay as they are",
    );
    await target.write(new Secret(NEW), TOKEN);
    expect(double.versions().at(-1)).toBe(JSON_SECRET.replace("sk_live_OLDoldOLDold9876", NEW));
    const reading = await target.read();
    expect(reading.state === "present" && reading.secret.reveal()).toBe(NEW);
  });

  it("is said to be one where jsonKey is missing, and a copy of the key in another member too", async () => {
    const double = await start('{"BAYT_API_KEY":"sk_live_x","OLD_NAME":"sk_live_x"}');
    expect((await connectDouble(KIND, double).plan()).join("\n")).toContain("! it holds JSON");
    expect((await withKey(double).plan()).join("\n")).toContain(
      "! its member OLD_NAME holds the same",
    );
  });

  it("reads as absent without the member, as unreadable when it is none or the member no text", async () => {
    expect(await withKey(await start('{"A":"1"}')).read()).toEqual({ state: "absent" });
    expect(await withKey(await start("sk_live_x")).read()).toMatchObject({ state: "unreadable" });
    expect(await withKey(await start('{"BAYT_API_KEY":7}')).read()).toMatchObject({
      state: "unreadable",
    });
  });

  it("too large for AWS is refused before it is sent", async () => {
    const double = await start(`{"x":"${"y".repeat(65_500)}","BAYT_API_KEY":"a"}`);
    const error = await failureOf(withKey(double).write(new Secret("z".repeat(60)), TOKEN));
    expect([error.certain, double.server.changes.length]).toEqual([true, 0]);
    expect(error.message).toContain("65536 at most");
  });
});

describe("a secret in AWS", () => {
  it("gets the operation id as token, so that the same write again makes no second version", async () => {
    const double = await start("sk_live_OLDoldOLDold9876");
    const { version } = await connectDouble(KIND, double).write(new Secret(NEW), TOKEN);
    expect(version).toBe(TOKEN);
  });

  it("without a value reads as absent and can be written; a missing one never comes into being", async () => {
    const double = await start("");
    double.secrets.get("claro/api-keys")?.versions.splice(0);
    const target = withKey(double);
    expect(await target.read()).toEqual({ state: "absent" });
    expect(await target.plan()).toContain("the secret has no value yet");
    await target.write(new Secret(NEW), TOKEN);
    expect(double.versions()).toEqual([`{"BAYT_API_KEY": "${NEW}"}`]);
    const missing = connectDouble(KIND, double, { options: double.missing });
    expect((await failureOf(missing.write(new Secret(NEW), TOKEN))).message).toContain(
      "no such secret",
    );
    expect([...double.secrets.keys()]).toEqual(["claro/api-keys"]);
  });

  it("is warned of when it rotates, is a replica or belongs to a service", async () => {
    const double = await start("sk_live_OLDoldOLDold9876");
    const about = { RotationEnabled: true, PrimaryRegion: "us-east-1", OwningService: "rds" };
    double.secrets.set("claro/api-keys", { versions: [{ id: "1".repeat(32), text: "x" }], about });
    const warnings = (await connectDouble(KIND, double).plan()).filter((line) =>
      line.startsWith("!"),
    );
    expect(warnings).toHaveLength(3);
  });

  it("that is being deleted is not readable, and a write is refused for certain", async () => {
    const double = await start("x");
    double.secrets.set("claro/api-keys", { versions: [], about: { DeletedDate: 1 } });
    const target = connectDouble(KIND, double);
    expect(await target.read()).toMatchObject({ state: "unreadable" });
    const error = await failureOf(target.write(new Secret(NEW), TOKEN));
    expect(error.message).toContain("scheduled for deletion");
  });

  it("refuses a wrong secret access key for certain", async () => {
    const double = await startDouble(KIND, "x");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "another");
    const error = await failureOf(connectDouble(KIND, double).write(new Secret(NEW), TOKEN));
    expect(error.certain).toBe(true);
    expect(error.message).toContain("signature is not accepted");
    expect(double.complaints.splice(0)).toEqual(["the signature does not fit"]);
  });

  it("is reached at the address of its region and partition", async () => {
    const double = await start("x");
    const seen: string[] = [];
    for (const region of ["eu-central-1", "cn-north-1", "us-gov-west-1"]) {
      const target = connectDouble(
        KIND,
        { ...double, endpoints: {} },
        { options: { region }, seen: (url) => seen.push(url) },
      );
      await target.read();
    }
    expect(seen).toEqual([
      "https://secretsmanager.eu-central-1.amazonaws.com/",
      "https://secretsmanager.cn-north-1.amazonaws.com.cn/",
      "https://secretsmanager.us-gov-west-1.amazonaws.com/",
    ]);
  });
});
