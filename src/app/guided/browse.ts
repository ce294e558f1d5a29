// A long list on the screen: moved through with the arrows, one item opened, or left with b.
import { drawList, type ListItem } from "../../core/session/list.ts";
import type { Guide } from "./guide.ts";

/** Show a list until an item is opened (its index) or it is left (undefined). `from` is where the cursor begins. */
export async function browse(
  guide: Guide,
  title: string,
  items: readonly ListItem[],
  opens: string,
  from = 0,
): Promise<number | undefined> {
  const footer = opens === "" ? "b back" : `Enter ${opens}  b back`;
  const answer = await guide.ask.live({
    keys: ["b", "q"],
    from,
    digits: false,
    rows: () => items.length,
    refresh: () => Promise.resolve(),
    draw: (selected, width) => drawList(title, items, { selected, width, footer }),
  });
  return answer.kind === "open" && opens !== "" && items.length > 0 ? answer.row : undefined;
}
