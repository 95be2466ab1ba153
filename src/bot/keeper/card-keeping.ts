/** What the rest of the bot asks of the card keeper. */
export interface CardKeeping {
  /** The card is not edited before `released` settles. */
  hold(card: string, released: Promise<void>): void;
  /** A conversation was bound or came back: it is brought up to date. */
  lookAgain(): void;
}
