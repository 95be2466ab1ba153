import type { Trouble } from '../sync/ports/desk.ts';
import type { PersonalChats } from './personal-chats.ts';

export interface ReadersOptions {
  /** The people of `DIGEST_TO`: Entra object ids, lower case. */
  digests: readonly string[];
  /** Those of `ADMIN_IDS`, where no channel is told of troubles; as above. */
  admins: readonly string[];
  /** Remembers by itself who cannot be written to: not those of the rota, of whom other things are said. */
  chats: PersonalChats;
  /** It may have changed who cannot be written to. */
  onLooked(): void;
}

export interface Readers {
  /** Opens a chat with each of them who has none, so that it is there before there is something to tell. */
  look(): Promise<void>;
  /** Who cannot be written to: one each. */
  troubles(): Trouble[];
}

/** Those whom the configuration names to be told something in a chat of their own, whether they ever wrote or not. */
export function createReaders({ digests, admins, chats, onLooked }: ReadersOptions): Readers {
  const people = [...new Set([...digests, ...admins])];
  /** Who could not be written to at the look before this one. */
  let before = new Set<string>();
  let now = new Set<string>();

  function variablesOf(objectId: string): string {
    const named = [
      ...(admins.includes(objectId) ? ['ADMIN_IDS'] : []),
      ...(digests.includes(objectId) ? ['DIGEST_TO'] : []),
    ];
    return named.length === 1 ? `${named[0]} names` : `${named.join(' and ')} name`;
  }

  return {
    async look() {
      for (const objectId of people) await chats.reach({ objectId, name: objectId });
      before = now;
      now = new Set(chats.closed().map(({ objectId }) => objectId));
      if (people.length > 0) onLooked();
    },
    // At the first look the app may only just be on its way into a team.
    troubles: () =>
      chats
        .closed()
        .filter(({ objectId }) => before.has(objectId))
        .map(({ objectId, reason, since }) => ({
          key: `chat/unreachable/${objectId}`,
          connectionId: null,
          cause: { kind: 'reader' },
          connection: 'Teams',
          sentence: `${variablesOf(objectId)} ${objectId}, who cannot be written to: ${reason}.`,
          advice: 'Put the app into a team they are in, or install it for them. Until then nothing is sent to them.',
          since,
        })),
  };
}
