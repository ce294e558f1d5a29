// A document held against the record later: what it says of open steps must not depend on the fraction of the second that it was made in.
import { expect, it } from "vitest";
import { virtualClock } from "../../src/adapters/system/clock.ts";
import { lintRecord, postMortemInput } from "../../src/app/post-mortem.ts";
import { HOUR, toEpoch } from "../../src/core/instant.ts";
import { lintPostMortem } from "../../src/core/report/lint/lint.ts";
import { renderPostMortem } from "../../src/core/report/post-mortem.ts";
import { DECLARED } from "../support/given.ts";
import { begin, Room } from "../support/memory-app.ts";

it("a document that is held against its own record at once is not called altered", async () => {
  const room = new Room();
  await room.clock.sleep(700);
  const id = await begin(room.app());
  const app = room.app();
  const around = {
    // Overdue steps are late by a whole minute more than they were at the beginning of this second.
    clock: virtualClock(toEpoch(DECLARED) + 3 * HOUR + 800),
    version: "0.1.0",
    clean: (text: string) => text,
    withNames: false,
    config: app.config,
    sha256: app.sha256,
    regimes: () => app.regimes(),
  };
  const markdown = renderPostMortem(await postMortemInput(app, id, around));
  const held = await lintRecord(app, id, around, markdown);
  if (held === null) throw new Error("no record");
  expect(markdown).toContain("overdue");
  expect(lintPostMortem(markdown, held).filter(({ rule }) => rule === "altered")).toEqual([]);
});
