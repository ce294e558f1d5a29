// `notify send --dry-run`: what would be said, to whom. Nothing is sent and nothing recorded.
import { newsOf, updateOf, type News } from "../../core/notify/news.ts";
import { unsettled } from "../../core/notify/outbox.ts";
import type { App } from "../context.ts";
import { loadIncident, worldOf } from "../incident.ts";
import { firstChannels } from "./channels.ts";
import type { Said } from "./tell.ts";

function lines(
  { occasion, title, lines: rest }: News,
  channels: readonly string[],
): readonly string[] {
  return [
    `would tell ${channels.join(", ")} (${occasion}):`,
    `  ${title}`,
    ...rest.map((line) => `  ${line}`),
  ];
}

/** What `notify send` would do, one line each. */
export async function previewSend(
  app: App,
  incident: string,
  said: Said | undefined,
): Promise<readonly string[]> {
  const { state, now } = worldOf(app, await loadIncident(app, incident));
  const channels = firstChannels(app.config.notifiers);
  const news = newsOf(state, state.messages.at(-1)?.told, now);
  const waiting = unsettled(state.messages).map(
    ({ notice, channel }) => `would try ${channel.id} again: ${notice.title} (${channel.state})`,
  );
  const planned = [
    ...waiting,
    ...(news === undefined ? [] : lines(news, channels)),
    ...(said === undefined ? [] : lines(updateOf(state, said.text, now), channels)),
  ];
  return planned.length === 0 ? ["nothing is new and nothing waits"] : planned;
}
