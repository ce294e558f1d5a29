// How --help is laid out: commands before options, one term a line where there is room, under it where there is not.
import { Help, type Argument, type Command, type HelpConfiguration, type Option } from "commander";

/** Columns below which a description beside its term is one word a line. */
const ROOM = 24;

/** A heading and its items, as commander lists them. */
function sections(
  help: Help,
  heading: (of: Command | Option) => string,
  all: readonly (Command | Option)[],
  shown: readonly (Command | Option)[],
  item: (of: Command | Option) => string,
): readonly string[] {
  const groups = help.groupItems([...all], [...shown], heading);
  return [...groups].flatMap(([title, items]) => help.formatItemList(title, items.map(item), help));
}

/** What it is for, what it may be, and what it is when nothing is said. */
function described({ description, argChoices, defaultValue }: Argument | Option): string {
  const choices = argChoices === undefined ? "" : ` (${argChoices.join(", ")})`;
  const fallback = defaultValue === undefined ? "" : ` [${String(defaultValue)}]`;
  return `${description}${choices}${fallback}`;
}

/** Descriptions are short phrases in lists; on a page of their own they are sentences. */
function sentence(words: string): string {
  const end = words === "" || /[.?]$/.test(words) ? "" : ".";
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${end}`;
}

/** The page of a command: what it is, its arguments, its commands, its options. What to type comes after it, from `lessons.ts`. */
function page(command: Command, help: Help): string {
  const width = help.helpWidth ?? 80;
  const column = help.padWidth(command, help);
  function item(term: string, description: string): string {
    return help.formatItem(term, column, description, help);
  }
  const description = sentence(help.commandDescription(command));
  return [
    `Usage: ${help.commandUsage(command)}`,
    "",
    ...(description === "" ? [] : [help.boxWrap(description, width), ""]),
    ...help.formatItemList(
      "Arguments:",
      help
        .visibleArguments(command)
        .map((one) => item(help.argumentTerm(one), help.argumentDescription(one))),
      help,
    ),
    ...sections(
      help,
      (one) => (one as Command).helpGroup() || "Commands:",
      command.commands,
      help.visibleCommands(command),
      (one) =>
        item(help.subcommandTerm(one as Command), help.subcommandDescription(one as Command)),
    ),
    ...sections(
      help,
      (one) => (one as Option).helpGroupHeading ?? "Options:",
      command.options,
      help.visibleOptions(command),
      (one) => item(help.optionTerm(one as Option), help.optionDescription(one as Option)),
    ),
  ].join("\n");
}

/** For commander's `configureHelp`. */
export function helpLayout(): HelpConfiguration {
  return {
    minWidthToWrap: ROOM,
    formatHelp: page,
    // The list of commands names them; their own page says what they take.
    subcommandTerm: (command) => command.name(),
    argumentDescription: described,
    optionDescription: described,
    visibleCommands(command) {
      const shown = Help.prototype.visibleCommands.call(this, command);
      return command.parent === null ? shown : shown.filter((one) => one.name() !== "help");
    },
    visibleOptions(command) {
      const shown = Help.prototype.visibleOptions.call(this, command);
      // Who reads this page has found --help.
      return command.parent === null ? shown : shown.filter((one) => one.long !== "--help");
    },
    formatItem(term, termWidth, description, helper) {
      const width = helper.helpWidth ?? 80;
      if (description === "" || width - termWidth - 4 >= ROOM)
        return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
      return `  ${term}\n${helper.boxWrap(description, width - 6).replaceAll(/^/gm, "      ")}`;
    },
  };
}
