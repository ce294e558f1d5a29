// Every prompter answers alike, whether it draws or only adds lines: same answers, nothing shown that is hidden, harm by no habit.
import { PassThrough, Writable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { terminalPrompter } from "../../src/adapters/terminal/inquirer-prompter.ts";
import { plainPrompter } from "../../src/adapters/terminal/plain-prompter.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import type { LiveScreen, Prompter } from "../../src/ports/prompter.ts";

function valueOf(answer: Secret | string | undefined): string | undefined {
  return answer instanceof Secret ? answer.reveal() : undefined;
}

interface Desk {
  readonly prompter: Prompter;
  /** Everything shown so far. */
  shown(): string;
  /** Wait until these words are shown, then type. */
  answer(words: string, typed: string): Promise<void>;
  /** What a key and, where lines are read, Enter amount to. */
  press(key: string): string;
  /** Leave: the end of the input where lines are read, Ctrl-C where the terminal hands over every key. */
  leave(): void;
  type(text: string): void;
}

function desk(make: (desk: { input: PassThrough; output: Writable }) => Prompter): Desk {
  const input = new PassThrough();
  let shown = "";
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      shown += chunk.toString();
      done();
    },
  });
  // As with a real stderr: a prompt that ends does not close it.
  output.end = () => output;
  const prompter = make({ input, output });
  const lines = make === plain;
  return {
    prompter,
    shown: () => shown,
    async answer(words, typed) {
      await vi.waitFor(() => expect(shown).toContain(words));
      // Both take nothing that was there when the question came; a person is slower than that.
      await new Promise((resolve) => setTimeout(resolve, 60));
      input.write(typed);
    },
    press: (key) => (lines ? `${key}\n` : key === "" ? "\r" : key),
    type: (text) => input.write(text),
    leave: () => (lines ? input.end() : input.write("\u0003")),
  };
}

function terminal({ input, output }: { input: PassThrough; output: Writable }): Prompter {
  return terminalPrompter({
    input,
    output,
    signal: new AbortController().signal,
    clean: (text) => text,
    colour: () => false,
    width: () => 80,
    say: (line) => output.write(`${line}\n`),
  });
}

function plain({ input, output }: { input: PassThrough; output: Writable }): Prompter {
  return plainPrompter({
    input: Object.assign(input, { isTTY: false }),
    say: (line) => output.write(`${line}\n`),
    signal: new AbortController().signal,
  });
}

const YES_NO = [
  { key: "y", words: "yes, break it" },
  { key: "n", words: "no" },
];

function screen(lines: () => readonly string[]): LiveScreen & { refreshed(): number } {
  let refreshed = 0;
  return {
    keys: ["a", "q", "?"],
    rows: () => 2,
    refresh: async () => {
      refreshed += 1;
    },
    refreshed: () => refreshed,
    draw: () => lines().map((text) => ({ text, style: null })),
  };
}

describe.each([
  ["terminal", terminal],
  ["plain", plain],
] as const)("%s prompter", (_name, make) => {
  it("takes a line of text, and Enter for what it proposes", async () => {
    const at = desk(make);
    const first = at.prompter.text("Whose is it");
    await at.answer("Whose is it", "dana\n");
    expect(await first).toBe("dana");
    const second = at.prompter.text("Which variable", "BAYT_API_KEY");
    await at.answer("Which variable", "\n");
    expect(await second).toBe("BAYT_API_KEY");
  });

  it("never shows a hidden value", async () => {
    const at = desk(make);
    const asked = at.prompter.hidden("Paste it");
    await at.answer("Paste it", "sk_live_abcdefgh1234\n");
    expect(valueOf(await asked)).toBe("sk_live_abcdefgh1234");
    expect(at.shown()).not.toContain("sk_live_abcdefgh1234");
    expect(at.shown()).not.toContain("abcd");
  });

  it("takes Enter for no value, an offered letter for itself, and no text with blanks", async () => {
    const at = desk(make);
    const none = at.prompter.hidden("Not at hand");
    await at.answer("Not at hand", "\n");
    expect(await none).toBeUndefined();
    const letter = at.prompter.hidden("Paste or leave", ["x"]);
    await at.answer("Paste or leave", "x\n");
    expect(await letter).toBe("x");
    const blanks = at.prompter.hidden("Once more").catch((error: unknown) => error);
    await at.answer("Once more", "two words\n");
    expect(await blanks).toMatchObject({ code: "bad-paste", exitCode: 2 });
    const path = at.prompter.hidden("And once more").catch((error: unknown) => error);
    await at.answer("And once more", "/home/dana/leaked.key\n");
    expect(await path).toMatchObject({ code: "bad-paste", exitCode: 2 });
  });

  it("says lines, and ends a screen that is done by itself", async () => {
    const at = desk(make);
    at.prompter.say("  prod-1 written");
    expect(at.shown()).toContain("  prod-1 written");
    let done = false;
    const asked = at.prompter.live({ ...screen(() => ["> 1 web"]), isDone: () => done });
    await vi.waitFor(() => expect(at.shown()).toContain("web"));
    done = true;
    expect(await asked).toEqual({ kind: "done" });
  });

  it("chooses by one key, by Enter what is preferred", async () => {
    const at = desk(make);
    const first = at.prompter.choose("Done there", YES_NO, "n");
    await at.answer("Done there", at.press(""));
    expect(await first).toBe("n");
    const second = at.prompter.choose("Really done", YES_NO, "n");
    await at.answer("Really done", at.press("y"));
    expect(await second).toBe("y");
  });

  it("takes neither Enter nor another key where harm is accepted", async () => {
    const at = desk(make);
    let answer = "";
    void at.prompter.choose("May it fail", YES_NO).then((key) => (answer = key));
    await at.answer("May it fail", at.press(""));
    await at.answer("May it fail", at.press("x"));
    expect(answer).toBe("");
    await at.answer("May it fail", at.press("n"));
    await vi.waitFor(() => expect(answer).toBe("n"));
  });

  it("takes nothing that was typed before it asked", async () => {
    const at = desk(make);
    const first = at.prompter.text("Name it");
    await at.answer("Name it", "web\n");
    // A terminal hands over a paste line by line.
    at.type("y\n");
    at.type("y\n");
    expect(await first).toBe("web");
    let answer = "";
    void at.prompter.choose("May it fail", YES_NO).then((key) => (answer = key));
    await at.answer("May it fail", at.press("n"));
    await vi.waitFor(() => expect(answer).toBe("n"));
  });

  it("opens a row by Enter or its number, ends with a key, and ignores the rest", async () => {
    const at = desk(make);
    const still = screen(() => ["k7f3 P1", "1 Cut the old key", "2 Make a new one"]);
    const first = at.prompter.live(still);
    await at.answer("Cut the old key", at.press(""));
    expect(await first).toEqual({ kind: "open", row: 0 });
    const second = at.prompter.live(still);
    await at.answer("Make a new one", at.press("9"));
    await at.answer("Make a new one", at.press("2"));
    expect(await second).toEqual({ kind: "open", row: 1 });
    const third = at.prompter.live(still);
    await at.answer("P1", at.press("z"));
    await at.answer("P1", at.press("q"));
    expect(await third).toMatchObject({ kind: "key", key: "q" });
  });

  it("shows within a second or two what changed meanwhile", async () => {
    const at = desk(make);
    const lines = ["k7f3 P1 8:59 left", "prod-1 pending"];
    const live = screen(() => lines);
    const asked = at.prompter.live(live);
    await vi.waitFor(() => expect(at.shown()).toContain("prod-1 pending"));
    lines.splice(0, 2, "k7f3 P1 8:58 left", "prod-1 written");
    await vi.waitFor(() => expect(at.shown()).toContain("prod-1 written"), { timeout: 5000 });
    await vi.waitFor(() => expect(live.refreshed()).toBeGreaterThan(0), { timeout: 5000 });
    await at.answer("written", at.press("q"));
    await asked;
  });

  it("ends calmly when the person leaves", async () => {
    const at = desk(make);
    const asked = at.prompter.text("Anything").catch((error: unknown) => error);
    await vi.waitFor(() => expect(at.shown()).toContain("Anything"));
    await new Promise((resolve) => setTimeout(resolve, 60));
    at.leave();
    expect(await asked).toMatchObject({ kind: "interrupted", exitCode: 130 });
  });
});

describe("plain prompter", () => {
  it("only adds lines: no escape codes, no carriage returns", async () => {
    const at = desk(plain);
    const asked = at.prompter.choose("Which order", YES_NO, "n");
    await at.answer("Which order", "\n");
    await asked;
    const hidden = at.prompter.hidden("Paste it");
    await at.answer("Paste it", "sk_live_abcdefgh1234\n");
    await hidden;
    const live = at.prompter.live(screen(() => [">1 Cut"]));
    await at.answer("Cut", "1\n");
    await live;
    // oxlint-disable-next-line no-control-regex -- exactly the bytes that must not come
    expect(at.shown()).toMatch(/^[\n\u0020-\u007e]*$/);
  });

  it("says again only what is new, not the time that runs", async () => {
    const at = desk(plain);
    const lines = ["k7f3 8:59 left", "prod-1 pending"];
    const asked = at.prompter.live(screen(() => lines));
    await vi.waitFor(() => expect(at.shown()).toContain("pending"));
    lines.splice(0, 2, "k7f3 8:58 left", "prod-1 written");
    await vi.waitFor(() => expect(at.shown()).toContain("written"), { timeout: 5000 });
    await at.answer("written", "q\n");
    await asked;
    expect(at.shown().match(/k7f3/g)).toHaveLength(1);
  });

  it("reads out whole words where the screen has them", async () => {
    const at = desk(plain);
    const asked = at.prompter.live({
      ...screen(() => [">1 Cut ~2m"]),
      words: () => ["1: Cut, about 2 minutes."],
    });
    await at.answer("about 2 minutes", "q\n");
    await asked;
    expect(at.shown()).not.toContain("~2m");
  });

  it("numbers what a list shows only around its cursor, and takes a number with a key", async () => {
    const at = desk(plain);
    const items = Array.from({ length: 30 }, (_, n) => `place-${String(n + 1)}`);
    const list: LiveScreen = {
      keys: ["w", "b"],
      digits: false,
      rows: () => items.length,
      refresh: () => Promise.resolve(),
      draw: (selected) =>
        ["Places", `> ${items[selected] ?? ""}`, "b back"].map((text) => ({ text, style: null })),
    };
    const first = at.prompter.live(list);
    await at.answer("30: place-30", "17\n");
    expect(await first).toEqual({ kind: "open", row: 16 });
    const second = at.prompter.live(list);
    await at.answer("30: place-30", "w 3\n");
    expect(await second).toEqual({ kind: "key", key: "w", row: 2 });
    const third = at.prompter.live(list);
    await at.answer("30: place-30", "31\n");
    await at.answer("That opens nothing", "b\n");
    expect(await third).toMatchObject({ kind: "key", key: "b" });
  });

  it("takes the erase key where the terminal leaves it in the line", async () => {
    const at = desk(plain);
    vi.stubEnv("TERM", "dumb");
    const asked = at.prompter.hidden("Paste it");
    await at.answer("Paste it", "abcdefghx\u007fij\r");
    vi.unstubAllEnvs();
    expect(valueOf(await asked)).toBe("abcdefghij");
  });

  it("ends when the program is told to", async () => {
    const stop = new AbortController();
    const input = new PassThrough();
    const prompter = plainPrompter({
      input: Object.assign(input, { isTTY: false }),
      say: () => undefined,
      signal: stop.signal,
    });
    const asked = prompter.text("Anything").catch((error: unknown) => error);
    stop.abort();
    expect(await asked).toMatchObject({ kind: "interrupted" });
  });
});
