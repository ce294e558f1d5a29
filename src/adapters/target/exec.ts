// Deploy target `exec`: any store that has a command line program. The key goes in on stdin, nothing goes through a shell.
import { Secret } from "../../core/credential/secret.ts";
import { secretForms } from "../../core/redaction/forms.ts";
import type { DeployTarget, TargetReading } from "../../ports/deploy-target.ts";
import { OutsideError } from "../../ports/outside.ts";
import { consumerPlan, consumerSide } from "./consumer.ts";
import type { TargetDeps, TargetModule } from "./definition.ts";
import { PLAIN_VALUE, refusal } from "./env-text.ts";
import { completed, Options, PLACEHOLDER, type ExecOptions } from "./exec-options.ts";
import { describePreset } from "./preset/describe.ts";
import { presets } from "./preset/index.ts";
import { badEnd, commandLine, MAX_STDOUT, run, runOrThrow, type Run } from "./run-program.ts";

export const exec: TargetModule = {
  id: "exec",
  title: "Any store with a command line program (kubectl, vault, aws, gcloud, …)",
  schema: Options,
  traps: [
    "With a preset, say what it asks for under `with`; read, env, timeoutSeconds and reload may still be given beside it.",
    "There is no shell: no pipes, no globs, no variables in the arguments; each word is one list entry.",
    "Programs get PATH, HOME, USER and LANG alone: name what they need beside (KUBECONFIG, AWS_PROFILE, VAULT_ADDR) under env.",
    "`read` must print the value itself, not base64: for kubectl use -o go-template with base64decode.",
    "kubectl apply wants a manifest: give it in `stdin` with {{key}} in its place, or patch as the preset does.",
    "A run that ends badly may have stored the key all the same: its outcome is unknown until it is read back.",
    "What the programs print is never shown, because it may hold the key.",
  ],
  example: `- id: k8s
  kind: exec
  preset: kubectl
  with: { secret: app, entry: BAYT_API_KEY, namespace: web }
  reload: [kubectl, rollout, restart, deployment/app, --namespace, web]`,
  proves: "read-back",
  connect: (id, options, deps) => execTarget(id, completed(Options.parse(options)), deps),
  presets: () => presets.map((preset) => describePreset(preset)),
};

function execTarget(id: string, options: ExecOptions, deps: TargetDeps): DeployTarget {
  function runOf(argv: readonly string[]): Run {
    return {
      argv,
      folder: deps.folder,
      timeoutMs: options.timeoutSeconds * 1000,
      env: options.env,
    };
  }
  return {
    id,
    kind: "exec",
    where: whereOf(options),
    plan: () => Promise.resolve(plan(options)),
    read: () => read(options.read === undefined ? undefined : runOf(options.read)),
    async write(secret) {
      const value = secret.reveal();
      refuseInArguments(options, value);
      await runOrThrow({ ...runOf(options.write), input: filled(options.stdin, value) });
      return { detail: `${commandLine(options.write)} ended well`, version: null };
    },
    ...consumerSide(options, deps),
  };
}

function whereOf({ preset, with: told, write: argv }: ExecOptions): string {
  return preset === undefined ? commandLine(argv) : [preset, ...Object.values(told)].join(" ");
}

function plan(options: ExecOptions): readonly string[] {
  return [
    `run: ${commandLine(options.write)}   (the key on stdin)`,
    options.read === undefined
      ? "! there is no `read`: the value cannot be read back, only its use proves it"
      : `read back with: ${commandLine(options.read)}`,
    ...consumerPlan(options),
  ];
}

async function read(request: Run | undefined): Promise<TargetReading> {
  if (request === undefined)
    return { ...unreadable("write-only: no `read` is configured"), byNature: true };
  const ending = await run({ ...request, capture: true });
  if (ending.state !== "exit" || ending.code !== 0) return unreadable(badEnd(request, ending));
  if (ending.stdout.length > MAX_STDOUT) return unreadable("`read` printed more than 64 KiB");
  const value = ending.stdout.toString("utf8").replace(/\r?\n$/, "");
  return value === "" ? { state: "absent" } : { state: "present", secret: new Secret(value) };
}

function unreadable(why: string): Extract<TargetReading, { state: "unreadable" }> {
  return { state: "unreadable", why };
}

/** Arguments are visible to every process on the machine, so a key in them is leaked already. */
function refuseInArguments(options: ExecOptions, value: string): void {
  const words = [...options.write, ...(options.read ?? []), ...(options.reload ?? [])];
  const forms = [value, ...secretForms(value)];
  if (words.some((word) => forms.some((form) => word.includes(form))))
    throw new OutsideError(true, "the key stands in the configured arguments, where ps shows it", {
      hint: "take it out of the configuration: programs get it on stdin",
    });
}

/** The text for stdin with the key in it; JSON stays the same JSON whatever the key holds. */
function filled(template: string, value: string): string {
  if (template === PLACEHOLDER) return value;
  if (PLAIN_VALUE.test(value)) return template.replaceAll(PLACEHOLDER, () => value);
  if (!isJson(template))
    throw refusal("the key holds signs that could change the meaning of the text in `stdin`");
  return template.replaceAll(PLACEHOLDER, () => JSON.stringify(value).slice(1, -1));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // The question is whether it parses; it holds no key yet.
    return false;
  }
}
