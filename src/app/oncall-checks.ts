import { createPersonalChats } from '../bot/personal-chats.ts';
import type { Config } from '../config/config.ts';
import type { Check } from '../doctor/check.ts';
import { oncallPeopleCheck } from '../doctor/checks/oncall-people.ts';
import type { PersonReach } from '../doctor/checks/oncall-people.ts';
import { oncallCheck } from '../doctor/checks/oncall.ts';
import { rotaOf } from '../oncall/policy.ts';
import type { OncallPolicy } from '../oncall/policy.ts';
import { openToRead } from '../store/open-to-read.ts';
import { systemClock } from '../sync/ports/clock.ts';
import { botConnector } from './bot-connector.ts';

/** The rota as the file has it, and whether its people can be written to. */
export function oncallChecks(config: Config, now: () => Date): Check[] {
  const { oncall: policy } = config;
  if (policy === null) return [];
  const look = () => {
    const [rota, at] = [rotaOf(policy)([]), now().getTime()];
    const turn = rota.turnAt(at);
    return {
      turn: turn === null ? null : { name: turn.person.name, until: turn.until },
      nextAt: rota.turnAfter(at)?.from ?? null,
    };
  };
  return [oncallCheck(look, now), oncallPeopleCheck(() => lookForPeople(config, policy))];
}

/** Looks where the bot would, in the database and in rosters, and neither opens a chat nor keeps one. */
async function lookForPeople(config: Config, policy: OncallPolicy): Promise<PersonReach[]> {
  const { places, close } = openToRead(config.process.databaseFile);
  try {
    const { gateway } = botConnector(config);
    const ownPlaces = [policy.handoverTo, config.people.adminChannel].filter((id) => id !== null);
    const { reach } = createPersonalChats({
      chat: { ...places, saveConversation: async () => undefined },
      gateway: {
        member: (conversation, userId) => gateway.member(conversation, userId),
        openChat: async () => ({ outcome: 'open', conversationId: '' }),
      },
      otherPlaces: () => Promise.all(ownPlaces.map((id) => places.conversation(id))),
      clock: systemClock,
    });
    const people = new Map([...policy.people, policy.lead].map((person) => [person.objectId, person]));
    const found: PersonReach[] = [];
    for (const person of people.values()) {
      const reached = await reach(person);
      const reason = reached.outcome === 'open' ? null : reached.reason;
      found.push({ name: person.name, outcome: reached.outcome, reason });
    }
    return found;
  } finally {
    await close();
  }
}
