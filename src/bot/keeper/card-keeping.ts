/** What the rest of the bot asks of the card keeper. */
export interface CardKeeping {
  /** The card is not edited before `released` settles. */
  hold(card: string, released: Promise<void>): void;
  /** There is a notice to be posted, or one that is over. */
  noticesChanged(): void;
  /** Something was done about a trouble: what admins were told is looked at before the next cycle would. */
  troublesMayHaveChanged(): void;
  /** A conversation was bound or came back, or the sync was ordered something: all is brought up to date. */
  lookAgain(): void;
}
