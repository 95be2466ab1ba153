import type { Person } from './person.ts';

export interface Team {
  /** The id of its General channel. */
  readonly id: string;
  readonly name: string;
  readonly aadGroupId: string;
  readonly channels: Channel[];
  readonly members: Person[];
  /** Whether the bot's app is installed in the team. */
  installed: boolean;
}

export interface Channel {
  readonly kind: 'channel';
  readonly id: string;
  readonly name: string;
  readonly team: Team;
}

/** A chat of one person with the bot. */
export interface PersonalChat {
  readonly kind: 'personal';
  readonly id: string;
  readonly person: Person;
  installed: boolean;
  /** Set when the person blocked the bot. */
  blocked: boolean;
}

export interface GroupChat {
  readonly kind: 'groupChat';
  readonly id: string;
  readonly name: string;
  readonly members: Person[];
  installed: boolean;
}

export type Conversation = Channel | PersonalChat | GroupChat;

/** Everybody who can read the conversation, the bot apart. */
export function membersOf(conversation: Conversation): Person[] {
  switch (conversation.kind) {
    case 'channel':
      return conversation.team.members;
    case 'personal':
      return [conversation.person];
    case 'groupChat':
      return conversation.members;
  }
}

/** Whether the bot is on the conversation's roster. */
export const isInstalledIn = (conversation: Conversation): boolean =>
  conversation.kind === 'channel' ? conversation.team.installed : conversation.installed;
