// How fast a log goes through, beside `cat` and beside a guide's expressions, in interleaved rounds.
import { spawnSync } from "node:child_process";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callMs, interleave, median, pairedRatio } from "../measure.ts";
import { drawFrom, fill, pick } from "./draw.ts";
import { guide } from "./rivals.ts";

const MEGABYTES = 64;
const ROUNDS = 5;
const GOAL = 50;

/** Ordinary lines: an access log, an application's, JSON. One in two hundred holds something to be taken out. */
const LINES: readonly string[] = [
  '10.{n2}.{n2}.{n2} - - [23/Nov/2026:19:06:{n2} +0000] "GET /api/v1/items/{n6}?page={n2}&sort=name HTTP/1.1" 200 {n4} "https://app.example.com/list" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"',
  "2026-11-23T19:06:{n2}.{n3}Z INFO  [worker-{n1}] com.acme.orders.OrderService - order {n8} accepted in {n2} ms, trace={h32}",
  '{"time":"2026-11-23T19:06:{n2}.{n3}Z","level":"info","service":"gateway","method":"POST","path":"/v1/chat","status":200,"bytes":{n5},"requestId":"{uuid}","user":"u_{n6}"}',
  "Nov 23 19:06:{n2} prod-1 sshd[{n5}]: Accepted publickey for deploy from 10.{n2}.{n2}.{n2} port {n5} ssh2",
];
const SECRET =
  '2026-11-23T19:06:{n2}.{n3}Z WARN  retry for {L6}@example.com with token="{A32}" and gh' +
  "p_{A36}";

function logText(megabytes: number): string {
  const draw = drawFrom(7);
  const lines = Array.from({ length: 20_000 }, (_none, at) =>
    fill(draw, at % 200 === 0 ? SECRET : pick(draw, LINES)),
  );
  const block = `${lines.join("\n")}\n`;
  return block.repeat(Math.ceil((megabytes * 1e6) / block.length));
}

/** Milliseconds of a program that reads the file on stdin. */
async function fed(program: string, args: readonly string[], file: string): Promise<number> {
  const input = await open(file);
  const started = process.hrtime.bigint();
  const { status } = spawnSync(program, args, {
    stdio: [input.fd, "ignore", "ignore"],
    env: { PATH: process.env["PATH"], HOME: "/nonexistent", CLARO_IR_STORE: `${file}.none` },
  });
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  await input.close();
  if (status !== 0) throw new Error(`${program} ended with ${String(status)}`);
  return ms;
}

function line(name: string, speed: number, more: string): string {
  return `${name.padEnd(30)}${speed.toFixed(0).padStart(7)} MB/s  ${more}`;
}

/** Speeds as lines of a table. */
export async function speedLines(root: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-redact-"));
  try {
    const file = join(folder, "app.log");
    const text = logText(MEGABYTES);
    await writeFile(file, text);
    const size = text.length / 1e6;
    const sample = text.slice(0, 4_000_000);
    const program = join(root, "dist", "claro-ir.cjs");
    const [cat = [], own = [], guided = []] = await interleave(
      [
        () => fed("cat", [], file),
        () => fed(process.execPath, [program, "redact"], file),
        () => callMs(async () => guide(sample)),
      ],
      ROUNDS,
    );
    const speed = size / (median(own) / 1000);
    return [
      `${size.toFixed(0)} MB of ordinary log text, whole processes`,
      line("cat > /dev/null", size / (median(cat) / 1000), ""),
      line(
        "claro-ir redact",
        speed,
        `${pairedRatio(own, cat).toFixed(0)} x cat; goal ${String(GOAL)} MB/s: ${speed >= GOAL ? "ok" : "MISSED"}`,
      ),
      line("a guide's three expressions", 4 / (median(guided) / 1000), "4 MB, in this process"),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
