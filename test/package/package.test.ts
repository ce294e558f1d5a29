// The file that `npm pack` makes, unpacked where nothing else is installed: what is in it, and that it starts.
import { execFile, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "claro-ir-package-"));
const unpacked = join(folder, "package");
const program = join(unpacked, "dist", "claro-ir.cjs");
const run = promisify(execFile);
let files: readonly string[] = [];

beforeAll(async () => {
  if (!existsSync(join(ROOT, "dist", "claro-ir.cjs")))
    throw new Error("there is no build to pack: npm run build");
  // Scripts off: `prepare` would build again, and `npm test` has just done that.
  const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const { stdout } = await run("npm", pack, { cwd: ROOT });
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  files = packed?.files.map((file) => file.path) ?? [];
  await run("tar", ["-xzf", join(folder, packed?.filename ?? ""), "-C", folder]);
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What may be in the package; anything else is a mistake. */
const EXPECTED = [
  /^(package\.json|README\.md|LICENSE)$/,
  /^dist\/(claro-ir|kept-code|main|log-worker)\.cjs$/,
  /^dist\/chunks\/[\w.-]+\.cjs$/,
  /^dist\/(third-party-licences|help)\.txt$/,
  /^dist\/runbooks\/[\w-]+\.(json|yaml)$/,
  /^schema\/[\w-]+\.json$/,
  /^runbooks\/[\w.-]+\.(yaml|md)$/,
  /^runbooks\/shared\/[\w.-]+\.yaml$/,
  /^verifier\/verify-record\.mjs$/,
];

describe("the content", () => {
  it("is the build, its data and its papers, nothing else", () => {
    expect(files.filter((file) => !EXPECTED.some((pattern) => pattern.test(file)))).toEqual([]);
  });

  it.each(EXPECTED.map((pattern) => pattern.source))("has %s", (pattern) => {
    expect(files.some((file) => new RegExp(pattern).test(file))).toBe(true);
  });

  it("has README and LICENSE", () => {
    expect(files).toEqual(expect.arrayContaining(["README.md", "LICENSE", "package.json"]));
  });

  it("names no folder of the machine it was built on, and holds no identity", () => {
    const marks = [`${ROOT}/`, `${homedir()}/`, "AGE-SECRET-KEY-1Q"];
    const leaks = files.flatMap((file) => {
      const content = readFileSync(join(unpacked, file), "utf8");
      return marks.filter((mark) => content.includes(mark)).map((mark) => `${file}: ${mark}`);
    });
    expect(leaks).toEqual([]);
  });

  it("is program text in plain ASCII, which Node reads faster", () => {
    const programs = files.filter((file) => file.endsWith(".cjs"));
    const beyond = programs.filter((file) =>
      /[^\n\r\t\x20-\x7e]/.test(readFileSync(join(unpacked, file), "utf8")),
    );
    expect(beyond).toEqual([]);
  });

  it("carries the licence of everything that is inlined", () => {
    const licences = readFileSync(join(unpacked, "dist", "third-party-licences.txt"), "utf8");
    for (const name of ["commander", "undici", "xstate", "zod"])
      expect(licences).toContain(`== ${name} `);
  });
});

describe("installing", () => {
  it("runs no script of anybody", () => {
    const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
      packages: Record<string, { dev?: boolean; hasInstallScript?: boolean }>;
    };
    const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
    expect(packages.length).toBeGreaterThan(50);
    // Everything is inlined: who installs the package installs nothing else.
    expect(packages.filter(([, { dev }]) => dev !== true).map(([path]) => path)).toEqual([]);
    expect(
      packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path),
    ).toEqual(["node_modules/node"]);
    const { scripts } = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    expect(Object.keys(scripts).filter((name) => /install/.test(name))).toEqual([]);
  });
});

/** The unpacked program in an empty home, with nothing but itself to load. */
function claroIr(
  args: readonly string[],
  nodeArgs: readonly string[] = [],
  more: NodeJS.ProcessEnv = {},
) {
  const home = mkdtempSync(join(folder, "home-"));
  const env = { PATH: process.env["PATH"], HOME: home, ...more };
  const ended = spawnSync(process.execPath, [...nodeArgs, program, ...args], {
    cwd: home,
    env,
    encoding: "utf8",
  });
  return { ...ended, left: readdirSync(home) };
}

describe("the unpacked program", () => {
  it("knows its version", () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      version: string;
    };
    expect(claroIr(["--version"])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("loads every one of its chunks without node_modules", () => {
    const chunks = files
      .filter((file) => file.startsWith("dist/chunks/"))
      .map((file) => join(unpacked, file));
    expect(chunks.length).toBeGreaterThan(0);
    const script = `for (const file of ${JSON.stringify(chunks)}) require(file); console.log("all")`;
    const ended = spawnSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });
    expect(ended).toMatchObject({ status: 0, stdout: "all\n", stderr: "" });
  });

  it("knows the shared steps that somebody's own runbook takes", () => {
    const own = join(folder, "lost-key.yaml");
    for (const name of ["lost-key.yaml", "lost-key.help.yaml"])
      cpSync(join(unpacked, "runbooks", name), join(folder, name));
    expect(claroIr(["runbook", "validate", own])).toMatchObject({ status: 0, stderr: "" });
  });

  it("declares, ticks off, tells and checks with no right but to write to its store", () => {
    const home = mkdtempSync(join(folder, "held-"));
    const store = join(home, "store");
    mkdirSync(store, { mode: 0o700 });
    const rights = ["--permission", "--allow-fs-read=*", `--allow-fs-write=${store}`];
    const identity = join(store, "identity.txt");
    for (const args of [
      ["start", "--key", "production-web-app", "--environment", "production", "--no-input"],
      ["note", "held by the shortest leash"],
      ["step", "done", "preserve-logs"],
      ["status"],
      ["next"],
      ["timeline"],
      ["verify"],
      ["rebuild"],
    ]) {
      const ended = spawnSync(process.execPath, [...rights, program, "--store", store, ...args], {
        cwd: home,
        env: { PATH: process.env["PATH"], HOME: home, CLARO_IR_IDENTITY: identity },
        encoding: "utf8",
      });
      expect({ args, status: ended.status, said: ended.stderr }).toMatchObject({ args, status: 0 });
    }
    expect(readdirSync(home)).toEqual(["store"]);
  });

  it("has the page of --help printed as the program would make it, where the screen is wide enough", () => {
    const printed = claroIr(["--help"]).stdout;
    for (const words of [["--no-input", "--help"], ["help"]])
      expect(claroIr(words).stdout).toBe(printed);
    const broad = { COLUMNS: "200", LANG: "C.UTF-8" };
    expect(claroIr(["-h"], [], broad).stdout).toBe(printed);
    expect(claroIr(["--no-input", "-h"], [], broad).stdout).toBe(printed);
    const narrow = claroIr(["--help"], [], { COLUMNS: "50" }).stdout.split("\n");
    expect(narrow.filter((line) => line.length > 50)).toEqual([]);
  });

  it.each([[["--help"]], [["--no-input", "--help"]]])(
    "helps without opening a socket or writing a file: %j",
    (args) => {
      const guard = join(folder, "no-socket.cjs");
      const refuse = `() => { throw new Error("a socket was opened"); }`;
      writeFileSync(
        guard,
        `require("net").Socket.prototype.connect = ${refuse}; require("dgram").createSocket = ${refuse};\n`,
      );
      const ended = claroIr(args, ["--permission", "--allow-fs-read=*", "-r", guard]);
      expect(ended).toMatchObject({ status: 0, stderr: "", left: [] });
      expect(ended.stdout).toContain("Usage: claro-ir");
      expect(ended.stdout).toContain("status");
    },
  );
});
