import { TeamsActivityHandler } from 'botbuilder';
import type { InvokeResponse, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { answerMessage } from './answer-message.ts';
import { apologise } from './apologise.ts';
import type { ButtonPress } from './button-press.ts';
import { answerExtension, isExtensionInvoke } from './extension/answer-extension.ts';
import { pressButton } from './press-button.ts';
import { rememberConversation, setReachable } from './remember-conversation.ts';
import { refused, toActionResponse, toTaskResponse } from './reply.ts';
import type { Reply } from './reply.ts';
import { runCommand } from './run-command.ts';
import { SeenActivities } from './seen-activities.ts';
import type { Services } from './services.ts';
import { readTurn } from './turn.ts';
import type { Turn } from './turn.ts';

export interface BotOptions extends Services {
  /** Lower case. */
  allowedTenants: readonly string[];
}

/** A message is answered within its own request up to here; what takes longer goes on in the background. */
const PATIENCE_MILLISECONDS = 10_000;

const RESPONSE_SENT = 'dragoman.responseSent';

const ActionValue = z.object({
  action: z.object({ verb: z.string().nullish(), data: z.record(z.string(), z.unknown()).nullish() }),
  trigger: z.string().nullish(),
});
const TaskValue = z.object({ data: z.record(z.string(), z.unknown()) });
const CardRef = z.object({ card: z.string() });

/**
 * The way in: activities whose token was verified. Says who wants what, and answers; it decides nothing itself.
 * Every answer but an invoke's goes out through the gateway, so that there is one way of sending.
 */
export class DragomanBot extends TeamsActivityHandler {
  readonly #options: BotOptions;
  readonly #seen = new SeenActivities();
  readonly #background = new Set<Promise<void>>();

  constructor(options: BotOptions) {
    super();
    this.#options = options;
    this.onMessage((context) => this.#onMessage(context));
    this.onInstallationUpdateAdd((context) => this.#onReachable(context, true));
    this.onInstallationUpdateRemove((context) => this.#onReachable(context, false));
    this.onConversationUpdate((context) => this.#onConversationUpdate(context));
  }

  /**
   * One verified activity. `responseSent` settles once the HTTP answer is out: cards are not edited before,
   * since a client that gets the edit while it waits for the answer shows an error.
   */
  receive(context: TurnContext, responseSent: Promise<void>): Promise<void> {
    context.turnState.set(RESPONSE_SENT, responseSent);
    return this.run(context);
  }

  /** Waits for answers that are still on their way. */
  async drain(): Promise<void> {
    await Promise.all(this.#background);
  }

  /**
   * Every invoke we know is answered with HTTP 200, whatever the answer says: the SDK would make the answer's
   * own status the HTTP status, and the clients take that for an outage.
   */
  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const { name } = context.activity;
    const turn = readTurn(context.activity);
    const value: unknown = context.activity.value;
    if (turn === null) return unknownInvoke();
    switch (name) {
      case 'adaptiveCard/action': {
        const parsed = ActionValue.safeParse(value);
        const { action, trigger } = parsed.data ?? {};
        const raw = { ...(action?.verb == null ? {} : { verb: action.verb }), ...action?.data };
        const isSame = action?.verb == null || raw.verb === action.verb;
        const press = { turn, raw: isSame ? raw : null, via: 'execute', isAutomatic: trigger === 'automatic' } as const;
        return { status: 200, body: toActionResponse(await this.#press(context, press)) };
      }
      case 'task/fetch':
      case 'task/submit': {
        const via = name === 'task/fetch' ? 'open' : 'submit';
        const press = { turn, raw: TaskValue.safeParse(value).data?.data, via, isAutomatic: false } as const;
        return { status: 200, body: toTaskResponse(await this.#press(context, press)) };
      }
      default: {
        if (!isExtensionInvoke(name)) return unknownInvoke();
        return { status: 200, body: await answerExtension(this.#options, turn, { name, value }) };
      }
    }
  }

  async #press(context: TurnContext, press: ButtonPress): Promise<Reply> {
    const responseSent = context.turnState.get<Promise<void> | undefined>(RESPONSE_SENT) ?? Promise.resolve();
    const card = CardRef.safeParse(press.raw).data?.card;
    if (card !== undefined) this.#options.keeper.hold(card, responseSent);
    return this.#orApologise(press.turn, () => pressButton(this.#options, press));
  }

  async #onMessage({ activity }: TurnContext): Promise<void> {
    const turn = readTurn(activity);
    if (turn === null || !this.#seen.isFirst(turn.conversation.id, turn.activityId)) return;
    if (this.#isServed(turn)) {
      const isBack = await rememberConversation(this.#options.chat, turn.conversation);
      if (isBack) this.#options.keeper.lookAgain();
    }
    const value: unknown = activity.value;
    const isPress = typeof value === 'object' && value !== null;
    const work = () =>
      isPress
        ? pressButton(this.#options, { turn, raw: value, via: 'message', isAutomatic: false })
        : runCommand(this.#options, turn);
    await this.#within(this.#orApologise(turn, work).then((reply) => answerMessage(this.#options, turn, reply)));
  }

  async #onReachable({ activity }: TurnContext, reachable: boolean): Promise<void> {
    const turn = readTurn(activity);
    if (turn === null || !this.#isServed(turn)) return;
    await setReachable(this.#options.chat, turn.conversation, reachable);
    if (reachable) this.#options.keeper.lookAgain();
  }

  async #onConversationUpdate({ activity }: TurnContext): Promise<void> {
    const turn = readTurn(activity);
    if (turn === null || !this.#isServed(turn) || turn.eventType !== 'channelDeleted') return;
    const id = String(activity.channelData?.channel?.id ?? '');
    const deleted = await this.#options.chat.conversation(id);
    if (deleted === null) return;
    await rememberConversation(this.#options.chat, { ...deleted, reachable: false });
    // Nobody can say "unbind" there any more.
    await this.#options.chat.unbind(id);
  }

  #isServed({ tenantIds }: Turn): boolean {
    return tenantIds.length > 0 && tenantIds.every((one) => this.#options.allowedTenants.includes(one));
  }

  async #orApologise(turn: Turn, work: () => Promise<Reply>): Promise<Reply> {
    try {
      return await work();
    } catch (error) {
      return refused(apologise(this.#options.logger, turn, error));
    }
  }

  /** Waits for the work a while; what takes longer goes on after the request is answered. */
  async #within(work: Promise<void>): Promise<void> {
    const settled = work.catch((error: unknown) => this.#options.logger.error({ err: error }, 'an answer was lost'));
    this.#background.add(settled);
    void settled.then(() => this.#background.delete(settled));
    let cancel = (): void => undefined;
    const patience = new Promise<void>(
      (resolve) => (cancel = this.#options.clock.after(PATIENCE_MILLISECONDS, resolve)),
    );
    await Promise.race([settled, patience]);
    cancel();
  }
}

function unknownInvoke(): InvokeResponse {
  return { status: 400, body: { error: { code: 'unknown_invoke', message: 'Dragoman does not know this invoke.' } } };
}
