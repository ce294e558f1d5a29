// The command line: global options, one file per command group, and one place where an error becomes words and an exit code.
import { Command, CommanderError } from "commander";
import { ClaroIrError, EXIT } from "../core/error.ts";
import { COMMAND_GROUPS, type Register } from "./command/index.ts";
import { helpLayout } from "./help-layout.ts";
import type { Cli } from "./cli.ts";
import type { Host } from "./host.ts";
import { renderError } from "./render-error.ts";
import { teach } from "./teach.ts";

function addGlobalOptions(program: Command, version: string): void {
  program
    .optionsGroup("With every command:")
    .option("--incident <id>", "which one; its last four letters are enough")
    .option("--operator <id>", "who acts (env CLARO_IR_OPERATOR)")
    .option("--json", "one JSON document on stdout")
    .option("--dry-run", "print the plan; change nothing, inside or outside")
    .option("--confirm <key-name>", "the name of the key to cut")
    .option("--yes", "yes to confirmations that destroy nothing")
    .option("--no-input", "never ask; fail where an answer is missing")
    .option("--plain", "lines only, for screen readers (env CLARO_IR_PLAIN=1)")
    .option("--store <dir>", "where the record lies (env CLARO_IR_STORE)")
    .option("--config <file>", "configuration (env CLARO_IR_CONFIG)")
    .option("--op-id <uuid>", "repeatable: the same id changes nothing twice")
    .option("--now <instant>", "start of the clock (drills and tests)")
    .option("--verbose", "say more on stderr")
    .version(version, "-V, --version", "the version")
    .helpOption("-h, --help", "help, also for each command");
}

const BEFORE = `A key leaked? Type: claro-ir start
Back to it:         claro-ir resume
Practise first:     claro-ir drill
`;

const HELP_WIDTH = 80;

const AFTER = `
Tab completes commands, steps and ids: claro-ir completion --help
Exit codes: 0 done, 1 found, 2 usage, 3 refused, 4 conflict, 5 unknown, 6 not durable, 7 damaged, 8 remote failed`;

/** Global options that take a value: what follows them is no command. */
const VALUED = ["--store", "--config", "--incident", "--operator", "--confirm", "--op-id", "--now"];

/** The word that names the command, if the line begins with global options only. */
function commandWord(argv: readonly string[]): string | undefined {
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? "";
    if (!word.startsWith("-")) return word;
    if (VALUED.includes(word)) at += 1;
  }
  return undefined;
}

/** Only the group that is asked for: the rest need not be loaded. All of them for help, and for a word that is none. */
async function registers(argv: readonly string[]): Promise<readonly Register[]> {
  const word = commandWord(argv);
  const asked = COMMAND_GROUPS.find((group) => group.names.includes(word ?? ""));
  const groups = asked === undefined ? COMMAND_GROUPS : [asked];
  return Promise.all(groups.map((group) => group.load()));
}

/** What one run of the program gives its commands. */
type Frame = Pick<Cli, "host" | "exit" | "again">;

/** The program with these command groups; their actions run in `host`. */
export function buildProgram(frame: Frame, groups: readonly Register[]): Command {
  const { host } = frame;
  // A page of help is printed once, by the build, for every screen of that width and more (shim.cjs).
  function width(): number {
    return Math.min(HELP_WIDTH, host.output.width());
  }
  const program = new Command("claro-ir")
    .description("Takes a team through a compromised API key: guided, proved, recorded.")
    .showSuggestionAfterError()
    .exitOverride()
    .enablePositionalOptions(false)
    .configureHelp(helpLayout())
    .addHelpCommand(
      new Command("help")
        .argument("[command]")
        .description("help for a command")
        .helpGroup("Around it:"),
    )
    .configureOutput({
      getOutHelpWidth: width,
      getErrHelpWidth: width,
      writeOut: (text) => host.output.out(text),
      writeErr: (text) => host.output.err(text),
      // Commander's own message is shown by renderError, in our form.
      outputError: () => undefined,
    })
    .addHelpText("before", BEFORE)
    .addHelpText("after", ({ command }) => command.createHelp().boxWrap(AFTER, width()));
  addGlobalOptions(program, host.version);
  program.on("option:plain", () => host.speakPlainly());
  async function everything(words: readonly string[]): Promise<Command> {
    return buildProgram(frame, await registers(words));
  }
  for (const register of groups) register({ ...frame, program, everything });
  teach(program, width);
  // Commands made later would inherit this: the bare command names what was probably meant.
  program.allowExcessArguments();
  return program;
}

/** What is said to claro-ir itself: after `--` come the words of another program. */
function ownWords(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf("--");
  return end === -1 ? argv : argv.slice(0, end);
}

/** A secret pasted as an argument is refused before anything else looks at it, and never echoed. */
function refuseSecrets(host: Host, argv: readonly string[]): void {
  const found = argv.findIndex((word) => host.looksLikeSecret(word));
  if (found === -1) return;
  throw new ClaroIrError(
    "usage",
    "secret-in-argument",
    `Argument ${String(found + 1)} looks like a secret: arguments are visible to every process and stay in the shell's history.`,
    { hint: "Give it with --secret-file <file of mode 0600> or --secret-fd <n>" },
  );
}

/** `help a b` is `a b --help`; a word that names no command is typed as one, so that commander says what was meant. */
function unfoldHelp(program: Command, argv: readonly string[]): readonly string[] {
  if (commandWord(argv) !== "help") return argv;
  const at = argv.indexOf("help");
  const path: string[] = [];
  let command = program;
  for (const word of argv.slice(at + 1)) {
    if (word.startsWith("-") || command.commands.length === 0) break;
    path.push(word);
    const below = command.commands.find((one) => one.name() === word);
    if (word === "help") return [...argv.slice(0, at), "--help"];
    if (below === undefined) return [...argv.slice(0, at), ...path];
    command = below;
  }
  return path.length === 0 ? argv : [...argv.slice(0, at), ...path, "--help"];
}

/** The help page of the command that was meant, as far as its words are known. */
function helpOf(program: Command, words: readonly string[]): string {
  const path = ["claro-ir"];
  let command = program;
  for (const word of words) {
    const below = command.commands.find((one) => one.name() === word);
    if (below === undefined) continue;
    path.push(word);
    command = below;
  }
  return `${path.join(" ")} --help`;
}

/** Commands that leave somebody alone with a line to type. */
const LEAVING: readonly (string | undefined)[] = [undefined, "start", "resume", "drill"];

/** Begun by npx, a shell may have no command of our name: said once, where people leave. */
function sayHowToType({ env, output }: Host, argv: readonly string[]): void {
  const isAsked = ownWords(argv).some((word) => /^(?:--json|--help|--version|-h|-V)$/.test(word));
  if (isAsked || !LEAVING.includes(commandWord(argv)) || env["npm_lifecycle_event"] !== "npx")
    return;
  output.err("claro-ir not found? Type before it what you began with, npx and all.");
}

/** Run one command line; gives the exit code. Never throws. */
export async function run(argv: readonly string[], host: Host): Promise<number> {
  const code = await runLine(argv, host);
  sayHowToType(host, argv);
  return code;
}

async function runLine(argv: readonly string[], host: Host): Promise<number> {
  let code: number = EXIT.done;
  let help = "claro-ir --help";
  const json = ownWords(argv).includes("--json");
  try {
    refuseSecrets(host, argv);
    const program = buildProgram(
      {
        host,
        exit(chosen) {
          code = chosen;
        },
        again: (words) => runLine([...argv, ...words], host),
      },
      await registers(argv),
    );
    help = helpOf(program, ownWords(argv));
    await program.parseAsync([...unfoldHelp(program, argv)], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    return renderError(host, error, { json, help });
  }
}
