// People are told by the built program: the chat is dead, the mail server lives, a pager rings and is resolved; no secret shows anywhere.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Status } from "../../../src/core/incident/status.ts";
import { cli, jsonOf, tempHome, type Ended, type Home } from "../../support/cli.ts";
import { certificate } from "../../support/double/certificate.ts";
import { startMailServer, type MailServer } from "../../support/double/mail.ts";
import { NOTIFIER_DOUBLES, type NotifierDouble } from "../../support/double/notifier.ts";

const HOOK = "T000/B000/CanaryOfTheDeadChat";

let home: Home;
let mail: MailServer;
let pager: NotifierDouble;
let env: Record<string, string>;
const said: string[] = [];

beforeAll(async () => {
  home = await tempHome();
  mail = await startMailServer();
  const start = NOTIFIER_DOUBLES["pagerduty"];
  if (start === undefined) throw new Error("no pager");
  pager = await start();
  const ca = join(home.folder, "ca.pem");
  await writeFile(ca, certificate().cert);
  env = {
    ...pager.env,
    SLACK_WEBHOOK_URL: `https://hooks.slack.com/services/${HOOK}`,
    SMTP_PASSWORD: mail.password,
    NODE_EXTRA_CA_CERTS: ca,
    CLARO_IR_OPERATOR: "dana",
    // Waits between tries take a fifth.
    CLARO_IR_TEST_CLOCK: "1",
    CLARO_IR_TEST_SPEED: "5",
  };
  await writeFile(
    join(home.folder, "work", "claro-ir.yaml"),
    `version: 1
operators: [{ id: dana, role: owner }, { id: sam, role: admin }]
notifiers:
  - { id: sec, kind: slack, webhook: "\${SLACK_WEBHOOK_URL}", fallback: mail }
  - { id: mail, kind: email, smtp: "smtp://ir:\${SMTP_PASSWORD}@127.0.0.1:${String(mail.port)}", from: ir@acme.example, to: [security@acme.example, nobody@acme.example], requireTls: true }
  - { id: pager, kind: pagerduty, routingKey: "\${PD_ROUTING_KEY}" }
endpoints: { slack: "http://127.0.0.1:1", pagerduty: "${pager.endpoints["pagerduty"] ?? ""}" }
`,
    { mode: 0o600 },
  );
}, 60_000);

afterAll(async () => {
  await pager.close();
  await mail.close();
  await home[Symbol.asyncDispose]();
});

async function type(code: number, ...args: readonly string[]): Promise<Ended> {
  const ended = await cli(args, { home, env });
  said.push(ended.stdout, ended.stderr);
  expect([args[0], ended.code, ended.stderr]).toEqual([args[0], code, ended.stderr]);
  return ended;
}

async function journal(): Promise<readonly { readonly type: string; readonly data: object }[]> {
  const incidents = join(home.store, "incidents");
  const [id = ""] = await readdir(incidents);
  const folder = join(incidents, id, "journal");
  const files = (await readdir(folder)).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  said.push(...texts);
  return texts.map((text) => JSON.parse(text) as { type: string; data: object });
}

it("tells people what happens, whatever is dead", async () => {
  const test = await type(8, "notify", "test", "--json");
  expect(jsonOf<{ tests: object[] }>(test).tests).toMatchObject([
    { id: "sec", outcome: "failed" },
    { id: "mail", outcome: "sent", detail: "1 of 2 recipients refused" },
    { id: "pager", outcome: "sent", detail: "rung and resolved" },
  ]);
  const started = await type(0, "start", "--key", "production-web-app", "--no-input", "--json");
  const answer = jsonOf<{ events: string[] }>(started);
  expect(answer.events.filter((one) => one.startsWith("notification"))).toEqual([]);
  expect(started.stderr).toMatch(/told: .*mail/);
  expect(mail.mails.at(-1)?.text).toContain("production-web-app");
  expect(mail.mails.at(-1)?.subject).toMatch(/^incident INC-\d{8}-\w{4}$/);
  expect(jsonOf<Status>(await type(0, "status", "--json")).telling.waiting).toEqual([]);

  await type(0, "join", "--as", "sam", "--role", "ic");
  const sent = await type(
    0,
    "notify",
    "send",
    "--text",
    "deploying the new key",
    "--because",
    "asked",
  );
  expect(sent.stdout).toMatch(/NOT TOLD yet, it waits: sec/);
  expect(mail.mails.at(-1)?.text).toContain("deploying the new key");
  await type(0, "stand-down", "--because", "not ours");

  const actions = pager.got.map((text) => text.split("\n").slice(0, 2));
  expect(actions.map(([action]) => action)).toEqual([
    "trigger",
    "resolve",
    "trigger",
    "acknowledge",
    "trigger",
    "resolve",
  ]);
  expect(new Set(actions.slice(2).map(([, key]) => key)).size).toBe(1);
  expect([...pager.complaints, ...mail.complaints]).toEqual([]);

  const events = await journal();
  expect(events.find(({ type: of }) => of === "notification.failed")?.data).toMatchObject({
    channel: "sec",
    attempt: 1,
    status: null,
  });
  for (const secret of [HOOK, mail.password, ...pager.secrets])
    expect(said.filter((text) => text.includes(secret))).toEqual([]);
}, 120_000);
