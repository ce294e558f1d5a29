// The rehearsal's clock: runs at its pace, jumps ahead, and wakes those on the way in order.
import { describe, expect, it } from "vitest";
import { SkippingClock } from "../../../src/adapters/system/skipping-clock.ts";

const START = Date.UTC(2026, 10, 23, 2, 10);
const MINUTE = 60_000;

function clockOf(speed = 1) {
  const followed: number[] = [];
  const clock = new SkippingClock({
    startMs: START,
    speed,
    follow: async (to) => {
      followed.push(to - START);
      return to;
    },
  });
  return { clock, followed };
}

describe("a clock that can jump", () => {
  it("runs at its pace", async () => {
    const { clock } = clockOf(1_000_000);
    await clock.sleep(20 * MINUTE);
    expect(clock.now() - START).toBeGreaterThanOrEqual(20 * MINUTE);
  });

  it("wakes everybody on the way in order, each at their time, the other clock first", async () => {
    const { clock, followed } = clockOf();
    const woken: string[] = [];
    async function tick(name: string, minutes: number, times: number): Promise<void> {
      for (let n = 0; n < times; n += 1) {
        await clock.sleep(minutes * MINUTE);
        woken.push(`${name}${String(Math.round((clock.now() - START) / MINUTE))}`);
      }
    }
    const ticking = Promise.all([tick("a", 10, 3), tick("b", 25, 1)]);
    await clock.skipTo(START + 60 * MINUTE);
    await ticking;
    expect(woken).toEqual(["a10", "a20", "b25", "a30"]);
    expect(followed.toSorted((a, b) => a - b)).toEqual(followed);
    expect(followed.at(-1)).toBe(60 * MINUTE);
  });

  it("runs on from there, and moves nothing for an instant in the past", async () => {
    const { clock, followed } = clockOf(1000);
    await clock.skipTo(START + 60 * MINUTE);
    await clock.skipTo(START + MINUTE);
    expect(followed).toEqual([60 * MINUTE]);
    await clock.sleep(MINUTE);
    expect(clock.now() - START).toBeGreaterThanOrEqual(61 * MINUTE);
  });

  it("leaves those asleep who are not due yet, and takes over where the other clock stands", async () => {
    const clock = new SkippingClock({
      startMs: START,
      speed: 1000,
      follow: async (to) => to + 7000,
    });
    let woke = 0;
    const sleeping = clock.sleep(61 * MINUTE).then(() => {
      woke = clock.now();
    });
    await clock.skipTo(START + 60 * MINUTE);
    expect(clock.now()).toBeGreaterThanOrEqual(START + 60 * MINUTE + 7000);
    expect(woke).toBe(0);
    await sleeping;
    expect(woke).toBeGreaterThanOrEqual(START + 61 * MINUTE);
  });

  it("waits while somebody is in the middle of a request, however short their sleep is afterwards", async () => {
    let busy = true;
    const clock = new SkippingClock({
      startMs: START,
      speed: 1,
      follow: async (to) => to,
      busy: () => busy,
    });
    const woken: number[] = [];
    async function ask(): Promise<void> {
      await new Promise((answered) => setTimeout(answered, 900));
      busy = false;
      await clock.sleep(31_000);
      woken.push(clock.now() - START);
    }
    const asking = ask();
    await clock.skipTo(START + 60 * MINUTE);
    await asking;
    expect(woken[0]).toBeLessThan(MINUTE);
  });

  it("does not end with somebody who never sleeps again, nor with one who was stopped", async () => {
    const { clock } = clockOf();
    const stop = new AbortController();
    const stopped = clock.sleep(10 * MINUTE, stop.signal);
    const once = clock.sleep(5 * MINUTE);
    stop.abort(new Error("Ctrl-C"));
    await expect(stopped).rejects.toThrow("Ctrl-C");
    await clock.skipTo(START + 20 * MINUTE);
    await once;
    expect(clock.now()).toBeGreaterThanOrEqual(START + 20 * MINUTE);
  });
});
