// How --help fits the terminal: descriptions beside their terms where there is room, under them where there is not.
import { Help, type HelpConfiguration } from "commander";

/** Columns below which a description beside its term is one word a line. */
const ROOM = 24;

/** For commander's `configureHelp`. */
export function helpLayout(): HelpConfiguration {
  return {
    minWidthToWrap: ROOM,
    formatItem(term, termWidth, description, helper) {
      const width = helper.helpWidth ?? 80;
      if (description === "" || width - termWidth - 4 >= ROOM)
        return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
      return `  ${term}\n${helper.boxWrap(description, width - 6).replaceAll(/^/gm, "      ")}`;
    },
  };
}
