/** A query option the service does not take; the message is what the service answers. */
export class QueryFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'QueryFault';
  }
}
