import type { Channel } from '../../src/simulator/teams/conversation.ts';
import type { MessageView } from '../../src/simulator/teams/message.ts';
import { startStage } from './stage.ts';

/** A stage with an admin channel in a team of its own, where the bot is installed last of all. */
export async function startAdminStage(settings: Record<string, string>) {
  let adminChannel: Channel;
  const stage = await startStage(({ teams }) => {
    const team = teams.addTeam('Administration', ['Admins'], teams.state.people);
    adminChannel = teams.channel(team, 'Admins');
    return { ADMIN_CHANNEL: adminChannel.id, ...settings };
  });
  await stage.teams.install(adminChannel!.team, stage.admin);
  return {
    ...stage,
    adminChannel: adminChannel!,
    /** The first message or reply of the bot in a channel that is as wanted, as soon as there is one. */
    cardIn: (where: Channel, wanted: (message: MessageView) => boolean) =>
      stage.teams.until(
        () =>
          stage.teams
            .messages(where)
            .flatMap((thread) => [thread, ...thread.replies])
            .find((message) => message.isBot && wanted(message)),
        20_000,
      ),
  };
}

export type AdminStage = Awaited<ReturnType<typeof startAdminStage>>;

/** Whether a card holds a text, wherever. */
export const says = (text: string) => (message: MessageView) => JSON.stringify(message.card ?? null).includes(text);
