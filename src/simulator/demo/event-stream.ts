import type { ServerResponse } from 'node:http';

/** Which part of the page is out of date. */
export type Topic = 'teams' | 'systems' | 'bot';

const keepAliveMs = 20_000;

/**
 * Tells open pages what changed, not to what: a page asks for what it shows. Changes that come close
 * together are told once.
 */
export class EventStream {
  readonly #pages = new Set<ServerResponse>();
  readonly #pending = new Set<Topic>();
  readonly #keepAlive: NodeJS.Timeout;
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    this.#keepAlive = setInterval(() => this.#send(': still here\n\n'), keepAliveMs);
    this.#keepAlive.unref();
  }

  get isWatched(): boolean {
    return this.#pages.size > 0;
  }

  open(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write('retry: 1000\n\n');
    this.#pages.add(response);
    response.on('close', () => this.#pages.delete(response));
  }

  tell(topic: Topic): void {
    this.#pending.add(topic);
    this.#timer ??= setTimeout(() => this.#flush(), 40);
  }

  close(): void {
    clearInterval(this.#keepAlive);
    clearTimeout(this.#timer);
    for (const page of this.#pages) page.end();
  }

  #flush(): void {
    this.#timer = undefined;
    for (const topic of this.#pending) this.#send(`event: ${topic}\ndata: {}\n\n`);
    this.#pending.clear();
  }

  #send(text: string): void {
    for (const page of this.#pages) page.write(text);
  }
}
