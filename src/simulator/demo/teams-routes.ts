import { z } from 'zod';
import type { Conversation } from '../teams/conversation.ts';
import { membersOf } from '../teams/conversation.ts';
import type { Dialog, DialogAnswer } from '../teams/dialog.ts';
import type { JsonObject } from '../teams/json.ts';
import { objectsAt } from '../teams/json.ts';
import type { MessageView } from '../teams/message.ts';
import type { Person } from '../teams/person.ts';
import type { Teams } from '../teams/teams.ts';

const Inputs = z.record(z.string(), z.string());
const Action = z.record(z.string(), z.unknown());
const Tap = z.strictObject({ person: z.string(), message: z.string(), action: Action, inputs: Inputs });
const FormTap = z.strictObject({ person: z.string(), dialog: z.string(), action: Action, inputs: Inputs });
const Sight = z.strictObject({ person: z.string(), message: z.string() });
const Words = z.strictObject({
  person: z.string(),
  conversation: z.string(),
  text: z.string().min(1),
  replyTo: z.string().optional(),
});

/** What the visitor does in Teams, as whom they act. Every tap goes through the simulated client to the real bot. */
export class TeamsRoutes {
  readonly #teams: Teams;
  readonly #dialogs = new Map<string, Dialog>();

  constructor(teams: Teams) {
    this.#teams = teams;
  }

  /** The person's conversations, and the one that is shown. */
  read(personId: string, conversationId: string) {
    const person = this.#teams.person(personId);
    const conversations = this.#conversationsOf(person);
    const shown = conversations.find((one) => one.id === conversationId);
    return {
      shown: shown?.id ?? '',
      conversations: conversations.map((one) => describe(one)),
      threads: shown === undefined ? [] : this.#threads(shown, person),
    };
  }

  /** Mentions are taken from the text: `@Raj Patel` names whoever is called so here. */
  async say(body: unknown) {
    const { person, conversation, text, replyTo } = Words.parse(body);
    const where = this.#teams.state.conversation(conversation);
    if (!where) throw new Error('There is no such conversation.');
    const mentions = membersOf(where).filter((one) => text.includes(`@${one.name}`));
    const said = await this.#teams.say(this.#teams.person(person), where, text, {
      mentions,
      ...(replyTo === undefined ? {} : { replyTo: { id: replyTo } }),
    });
    if (said.status === 0 && said.isDelivered) throw new Error('The bot cannot be reached.');
    return { isDelivered: said.isDelivered };
  }

  async execute(body: unknown) {
    const { person, message, action, inputs } = Tap.parse(body);
    const { outcome } = await this.#teams.execute(this.#teams.person(person), { id: message }, action, inputs);
    return { outcome: outcome.kind === 'card' ? { kind: 'card' } : outcome };
  }

  async submit(body: unknown) {
    const { person, message, action, inputs } = Tap.parse(body);
    const { status } = await this.#teams.submit(this.#teams.person(person), { id: message }, action, inputs);
    return { status };
  }

  async refresh(body: unknown) {
    const { person, message } = Sight.parse(body);
    const tap = await this.#teams.refresh(this.#teams.person(person), { id: message });
    return { isRefreshed: tap?.outcome.kind === 'card' };
  }

  async openForm(body: unknown) {
    const { person, message, action, inputs } = Tap.parse(body);
    return this.#shown(await this.#teams.openForm(this.#teams.person(person), { id: message }, action, inputs));
  }

  async submitForm(body: unknown) {
    const { person, dialog, action, inputs } = FormTap.parse(body);
    const open = this.#dialogs.get(dialog);
    if (!open) throw new Error('This form is no longer open.');
    return this.#shown(await this.#teams.submitForm(this.#teams.person(person), open, action, inputs));
  }

  #shown({ outcome }: DialogAnswer) {
    if (outcome.kind !== 'form') return { outcome };
    const { dialog } = outcome;
    this.#dialogs.set(dialog.id, dialog);
    return { outcome: { kind: 'form', dialog: { id: dialog.id, title: dialog.title, card: dialog.card } } };
  }

  #conversationsOf(person: Person): Conversation[] {
    const all: Conversation[] = [...this.#teams.state.channels(), ...this.#teams.state.chats];
    return all.filter((one) => membersOf(one).includes(person));
  }

  #threads(conversation: Conversation, person: Person) {
    const withMentions = (view: MessageView): MessageView & { entities: JsonObject[] } => {
      const message = this.#teams.state.messages.find((one) => one.id === view.id);
      return { ...view, entities: message ? objectsAt(message.activity, 'entities') : [] };
    };
    return this.#teams
      .messages(conversation, person)
      .map((thread) => ({ ...withMentions(thread), replies: thread.replies.map(withMentions) }));
  }
}

function describe(conversation: Conversation) {
  const { id, kind } = conversation;
  switch (conversation.kind) {
    case 'channel':
      return {
        id,
        kind,
        name: conversation.name,
        group: conversation.team.name,
        title: `${conversation.team.name} › ${conversation.name}`,
      };
    case 'personal':
      return { id, kind, name: 'Dragoman', group: 'Chat', title: 'Chat with Dragoman' };
    case 'groupChat':
      return { id, kind, name: conversation.name, group: 'Chat', title: conversation.name };
  }
}
