import type { Conversation } from '../conversation.ts';
import { membersOf } from '../conversation.ts';
import { beginDialog } from '../dialog.ts';
import type { DialogAnswer } from '../dialog.ts';
import type { Inbound } from '../inbound.ts';
import type { JsonObject } from '../json.ts';
import { objectAt } from '../json.ts';
import type { Message } from '../message.ts';
import type { Person } from '../person.ts';
import type { TeamsState } from '../teams-state.ts';
import type { ExtensionCommands } from './extension-commands.ts';
import { messagePayload } from './message-payload.ts';
import { readResults } from './read-results.ts';
import type { Found } from './read-results.ts';

export interface ExtensionParts {
  state: TeamsState;
  inbound: Inbound;
  commands: ExtensionCommands;
}

/** Teams asks for so many results at a time. */
const PAGE = 25;
/** The newest card Teams draws beside a link. */
const LINK_CARD_VERSION = 3;

/** What people do with an app outside its own messages. Teams sends the bot only what the manifest names. */
export class MessageExtension {
  readonly #parts: ExtensionParts;

  constructor(parts: ExtensionParts) {
    this.#parts = parts;
  }

  /**
   * The person searches from the compose box of the conversation, whether the bot is in it or not; an empty text is
   * what the box begins with. Choosing a result inserts its card (`Teams.insertCard`).
   */
  async search(person: Person, conversation: Conversation, text = '', { skip = 0 } = {}): Promise<Found> {
    const [command] = this.#parts.commands.searches;
    if (command === undefined) throw new Error('the app offers no search');
    const isFirst = text === '';
    if (isFirst && !command.initialRun) throw new Error('the app shows nothing before something is typed');
    const parameter = isFirst ? { name: 'initialRun', value: 'true' } : { name: command.parameter, value: text };
    const value = { commandId: command.id, parameters: [parameter], queryOptions: { skip, count: PAGE } };
    return readResults(await this.#invoke(person, conversation, 'composeExtension/query', value), 5);
  }

  /** The person pastes a link. Null: Teams does not ask the bot, since the manifest does not name that site. */
  async pasteLink(person: Person, conversation: Conversation, url: string): Promise<Found | null> {
    const { hostname } = new URL(url);
    if (!this.#parts.commands.linkDomains.some((domain) => hostname === domain)) return null;
    const answer = await this.#invoke(person, conversation, 'composeExtension/queryLink', { url });
    return readResults(answer, LINK_CARD_VERSION);
  }

  /** The person chooses the app's action in the menu of a message. */
  async openAction(person: Person, message: Message, commandId?: string): Promise<DialogAnswer> {
    const { commands, state } = this.#parts;
    const id = commandId ?? commands.messageActions[0];
    if (id === undefined || !commands.messageActions.includes(id)) throw new Error(`messages have no action "${id}"`);
    const conversation = state.conversation(message.conversationId);
    if (conversation === undefined) throw new Error(`there is no message ${message.id}`);
    const common = { commandId: id, commandContext: 'message', context: { theme: 'default' } };
    const payload = { messagePayload: messagePayload(message, state.threadOf(message)) };
    const invoke = (name: string, value: JsonObject) =>
      this.#invoke(person, conversation, name, { ...common, ...value, ...payload }, message.rootId);
    const answer = await invoke('composeExtension/fetchTask', { requestId: message.id });
    return beginDialog(person, answer, (data) => invoke('composeExtension/submitAction', { data }));
  }

  async #invoke(person: Person, conversation: Conversation, name: string, value: JsonObject, rootId?: string) {
    if (!membersOf(conversation).includes(person)) throw new Error(`${person.name} is not in this conversation`);
    const { inbound } = this.#parts;
    const base = inbound.activityBase(person, conversation, rootId);
    const channelData = { ...objectAt(base, 'channelData'), source: { name: 'compose' } };
    return inbound.post({ ...base, type: 'invoke', name, value, channelData });
  }
}
