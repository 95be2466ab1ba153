import type { FaultSwitch } from '../faults.ts';
import type { Served } from '../server.ts';
import type { ButtonName } from './card-actions.ts';
import type { Channel, Conversation, GroupChat, PersonalChat, Team } from './conversation.ts';
import { membersOf } from './conversation.ts';
import { openForm, submitForm } from './dialog.ts';
import type { Dialog, DialogAnswer } from './dialog.ts';
import { MessageExtension } from './extension/message-extension.ts';
import type { ExtensionCommands } from './extension/extension-commands.ts';
import { newChannelId, newGroupChatId, newGuid, newPersonalChatId } from './ids.ts';
import type { MessageIds } from './ids.ts';
import type { BotAnswer, Delivery, Inbound, PostOptions } from './inbound.ts';
import type { JsonObject } from './json.ts';
import type { Message, MessageView } from './message.ts';
import { adaptiveCardType, viewOf } from './message.ts';
import type { Person } from './person.ts';
import { execute, refresh, submit } from './press-button.ts';
import type { Screen, Tap } from './press-button.ts';
import type { RateLimits } from './rate-limits.ts';
import { tellChannelDeleted, tellInstalled, tellMembers } from './roster-events.ts';
import { say } from './say.ts';
import type { Said, SayOptions } from './say.ts';
import type { TeamsState } from './teams-state.ts';
import type { TokenSigner } from './token-signer.ts';
import { until } from './until.ts';

/** A first message with the answers in its thread; in chats `replies` is always empty. */
export interface Thread extends MessageView {
  replies: MessageView[];
}

export interface TeamsParts {
  state: TeamsState;
  signer: TokenSigner;
  inbound: Inbound;
  limits: RateLimits;
  faults: FaultSwitch;
  connector: Served;
  openId: Served;
  ids: MessageIds;
  now: () => Date;
  /** What the app's manifest says of its message extension. */
  commands: ExtensionCommands;
}

type MessageRef = { id: string };

/**
 * A simulated Microsoft Teams: what people do in it, and what they see. Whatever a person does here is
 * handed to the bot as Teams would; whatever the bot sends arrives through the connector.
 */
export class Teams {
  readonly state: TeamsState;
  readonly signer: TokenSigner;
  readonly limits: RateLimits;
  /** Faults of the connector, that is of what the bot sends. */
  readonly faults: FaultSwitch;
  readonly connector: Served;
  readonly openId: Served;
  /** What the app adds to the compose box, to pasted links and to the menu of a message. */
  readonly extension: MessageExtension;
  readonly #inbound: Inbound;
  readonly #ids: MessageIds;
  readonly #now: () => Date;

  constructor(parts: TeamsParts) {
    this.state = parts.state;
    this.signer = parts.signer;
    this.limits = parts.limits;
    this.faults = parts.faults;
    this.connector = parts.connector;
    this.openId = parts.openId;
    this.#inbound = parts.inbound;
    this.#ids = parts.ids;
    this.#now = parts.now;
    this.extension = new MessageExtension(parts);
  }

  get serviceUrl(): string {
    return `${this.connector.url}/teams/`;
  }

  get openIdMetadataUrl(): string {
    return `${this.openId.url}/v1/.well-known/openidconfiguration`;
  }

  /** Where the bot listens, without `/api/messages`. */
  get botUrl(): string {
    return this.#inbound.botUrl;
  }

  set botUrl(url: string) {
    this.#inbound.botUrl = url;
  }

  /** Everything handed to the bot so far, with its answers; the newest last. */
  get deliveries(): readonly Delivery[] {
    return this.#inbound.deliveries;
  }

  /** Somebody by object id, `29:` id, user principal name or the beginning of the name. Throws if unknown. */
  person(who: string): Person {
    const wanted = who.toLowerCase();
    const found =
      this.state.person(who) ??
      this.state.people.find((one) => one.userPrincipalName?.toLowerCase() === wanted) ??
      this.state.people.find((one) => one.name.toLowerCase().startsWith(wanted));
    if (!found) throw new Error(`nobody here is called ${who}`);
    return found;
  }

  /** Makes somebody known who is not in the home directory: federated, anonymous, another bot. */
  addPerson(person: Person): Person {
    this.state.people.push(person);
    return person;
  }

  /** A team with a General channel and the named ones. The bot is not in it before `install`. */
  addTeam(name: string, channelNames: string[], members: Person[]): Team {
    const id = newChannelId();
    const team: Team = { id, name, aadGroupId: newGuid(), channels: [], members: [...members], installed: false };
    team.channels.push({ kind: 'channel', id, name: 'General', team });
    for (const channelName of channelNames.filter((one) => one !== 'General')) this.addChannel(team, channelName);
    this.state.teams.push(team);
    this.state.changed();
    return team;
  }

  addChannel(team: Team, name: string): Channel {
    const channel: Channel = { kind: 'channel', id: newChannelId(), name, team };
    team.channels.push(channel);
    this.state.changed();
    return channel;
  }

  channel(team: Team, name: string): Channel {
    const found = team.channels.find((one) => one.name === name);
    if (!found) throw new Error(`team ${team.name} has no channel ${name}`);
    return found;
  }

  async deleteChannel(channel: Channel, by: Person): Promise<BotAnswer> {
    channel.team.channels.splice(channel.team.channels.indexOf(channel), 1);
    this.state.changed();
    return tellChannelDeleted(this.#inbound, by, channel);
  }

  addGroupChat(name: string, members: Person[]): GroupChat {
    const chat: GroupChat = { kind: 'groupChat', id: newGroupChatId(), name, members: [...members], installed: false };
    this.state.chats.push(chat);
    this.state.changed();
    return chat;
  }

  /** The person's chat with the bot; made when there is none, but only `install` puts the bot into it. */
  personalChat(person: Person): PersonalChat {
    const existing = this.state.chats.find((chat) => chat.kind === 'personal' && chat.person === person);
    if (existing?.kind === 'personal') return existing;
    const chat: PersonalChat = { kind: 'personal', id: newPersonalChatId(), person, installed: false, blocked: false };
    this.state.chats.push(chat);
    this.state.changed();
    return chat;
  }

  /** An administrator's policy keeps the app from somebody: no chat of their own with it can be made. */
  bar(person: Person): void {
    this.state.barred.add(person);
  }

  /** Adds the app to a team or chat and tells the bot so, twice, as Teams does. */
  async install(where: Team | PersonalChat | GroupChat, by: Person): Promise<BotAnswer[]> {
    where.installed = true;
    this.state.changed();
    return tellInstalled(this.#inbound, by, conversationOf(where), true);
  }

  async uninstall(where: Team | PersonalChat | GroupChat, by: Person): Promise<BotAnswer[]> {
    where.installed = false;
    this.state.changed();
    return tellInstalled(this.#inbound, by, conversationOf(where), false);
  }

  async join(where: Team | GroupChat, person: Person): Promise<BotAnswer> {
    where.members.push(person);
    this.state.changed();
    return tellMembers(this.#inbound, person, conversationOf(where), true);
  }

  async leave(where: Team | GroupChat, person: Person): Promise<BotAnswer> {
    where.members.splice(where.members.indexOf(person), 1);
    this.state.changed();
    return tellMembers(this.#inbound, person, conversationOf(where), false);
  }

  /** The person writes a message; in a channel or group chat it mentions the bot unless told otherwise. */
  say(person: Person, conversation: Conversation, text: string, options?: SayOptions): Promise<Said> {
    const parts = { state: this.state, inbound: this.#inbound, ids: this.#ids, now: () => this.#now().getTime() };
    return say(parts, person, conversation, text, options);
  }

  /** The person puts a card into a conversation, as found by a search: the message is theirs, not the bot's. */
  insertCard(person: Person, conversation: Conversation, card: JsonObject): Message {
    const activity = { type: 'message', attachments: [{ contentType: adaptiveCardType, content: card }] };
    const at = this.#now().getTime();
    return this.state.add({ id: this.#ids.next(), conversation, from: person, at, activity });
  }

  /** The person presses an Action.Execute, named by verb or title, on the card as they see it. */
  execute(person: Person, message: MessageRef, button: ButtonName, inputs: Record<string, string> = {}): Promise<Tap> {
    return execute(this.screen(person, message), button, inputs);
  }

  /** The person presses an Action.Submit, or the one that stands in for an Action.Execute. */
  submit(
    person: Person,
    message: MessageRef,
    button: ButtonName,
    inputs: Record<string, string> = {},
  ): Promise<BotAnswer> {
    return submit(this.screen(person, message), button, inputs);
  }

  /** The person presses a button that opens a form. */
  openForm(
    person: Person,
    message: MessageRef,
    button: ButtonName,
    inputs: Record<string, string> = {},
  ): Promise<DialogAnswer> {
    return openForm(this.screen(person, message), button, inputs);
  }

  /** The person presses the dialog's button; `undefined` means the only one. */
  submitForm(
    person: Person,
    dialog: Dialog,
    button?: ButtonName,
    inputs: Record<string, string> = {},
  ): Promise<DialogAnswer> {
    if (dialog.person !== person) throw new Error(`${person.name} does not have this dialog open`);
    return submitForm(dialog, button, inputs);
  }

  /** The card comes into the person's sight. Null: it asks for no refresh. */
  refresh(person: Person, message: MessageRef): Promise<Tap | null> {
    return refresh(this.screen(person, message));
  }

  /** The conversation as the person reads it, oldest first; without a person, as nobody in particular. */
  messages(conversation: Conversation, person?: Person): Thread[] {
    const here = this.state.messages.filter((one) => one.conversationId === conversation.id);
    const roots = here.filter((one) => one.rootId === one.id);
    const repliesTo = (root: Message) => here.filter((one) => one.rootId === root.id && one !== root);
    return roots.map((root) => ({
      ...viewOf(root, person),
      replies: repliesTo(root).map((reply) => viewOf(reply, person)),
    }));
  }

  /** Sends any activity as it is, with any token: for what no client of Teams would do. */
  post(activity: JsonObject, options?: PostOptions): Promise<BotAnswer> {
    return this.#inbound.post(activity, options);
  }

  /** The members every activity has that this person's client sends from here: the start of a forged one. */
  activityBase(person: Person, conversation: Conversation, rootId?: string): JsonObject {
    return this.#inbound.activityBase(person, conversation, rootId);
  }

  onChange(listener: () => void): () => void {
    return this.state.onChange(listener);
  }

  /** Waits for something to be true of this Teams; looks again after every change of it. */
  until<T>(find: () => T | undefined | null | false, timeoutMs?: number, what?: string): Promise<T> {
    const options = { ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(what === undefined ? {} : { what }) };
    return until([this], find, options);
  }

  async stop(): Promise<void> {
    await Promise.all([this.connector.stop(), this.openId.stop()]);
  }

  screen(person: Person, ref: MessageRef): Screen {
    const message = this.state.messages.find((one) => one.id === ref.id);
    const conversation = message && this.state.conversation(message.conversationId);
    if (!message || !conversation) throw new Error(`there is no message ${ref.id}`);
    if (!membersOf(conversation).includes(person)) throw new Error(`${person.name} does not see message ${ref.id}`);
    return { state: this.state, inbound: this.#inbound, person, message, conversation };
  }
}

function conversationOf(where: Team | PersonalChat | GroupChat): Conversation {
  if ('kind' in where) return where;
  return { kind: 'channel', id: where.id, name: 'General', team: where };
}
