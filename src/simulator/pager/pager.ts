import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { FaultSwitch } from '../faults.ts';
import { HttpError } from '../http-error.ts';
import { serve } from '../server.ts';
import type { Served, SimRequest } from '../server.ts';

/** What the receiver holds of one alert. */
export interface PagerAlert {
  status: 'triggered' | 'acknowledged' | 'resolved';
  /** As it was triggered. */
  summary: string;
  severity: string;
  /** How often each action arrived. */
  received: Record<Action, number>;
}

type Action = 'trigger' | 'acknowledge' | 'resolve';

export interface Pager {
  /** Where events are posted. */
  url: string;
  alerts: ReadonlyMap<string, PagerAlert>;
  faults: FaultSwitch;
  /** Why requests were refused. */
  refusals: string[];
  stop(): Promise<void>;
}

export interface PagerOptions {
  tls: { certPem: string; keyPem: string };
  secret: string;
  /** PagerDuty's format with this integration key; without one, Dragoman's own JSON. */
  routingKey?: string;
  now?: () => Date;
}

/** A signature is good for so long. */
const LONGEST_AGE_SECONDS = 300;
const LARGEST_BODY_BYTES = 512 * 1024;

const text = (most: number) => z.string().min(1).max(most);
const Time = z.iso.datetime({ offset: true });
const link = z.strictObject({ href: z.url(), text: text(100).optional() });

/** PagerDuty's Events API v2, as its reference has it; a key it does not know is refused here. */
const PagerDutyEvent = z.discriminatedUnion('event_action', [
  z.strictObject({
    routing_key: z.string().length(32),
    event_action: z.literal('trigger'),
    dedup_key: text(255),
    client: text(100).optional(),
    client_url: z.url().optional(),
    links: z.array(link).optional(),
    payload: z.strictObject({
      summary: text(1024),
      source: text(255),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: Time.optional(),
      component: text(255).optional(),
      group: text(255).optional(),
      class: text(255).optional(),
      custom_details: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
  z.strictObject({
    routing_key: z.string().length(32),
    event_action: z.enum(['acknowledge', 'resolve']),
    dedup_key: text(255),
  }),
]);

const JsonEvent = z.strictObject({
  action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedupKey: text(255),
  at: Time,
  alert: z.strictObject({
    incident: z.int().positive(),
    title: text(1024),
    severity: z.enum(['high', 'medium', 'low', 'informational', 'unknown']),
    openedAt: Time,
    oncall: text(200),
    links: z.array(z.strictObject({ side: z.enum(['defender', 'sentinel']), url: z.url() })),
  }),
});

/** A paging system that takes nothing that is not signed, fresh and exactly of its format. */
export async function startPager({ tls, secret, routingKey, now = () => new Date() }: PagerOptions): Promise<Pager> {
  const alerts = new Map<string, PagerAlert>();
  const refusals: string[] = [];
  const faults = new FaultSwitch({ now });

  function refuse(status: number, message: string): never {
    refusals.push(message);
    throw new HttpError(status, { status: 'invalid event', message });
  }

  function take(request: SimRequest): { key: string; action: Action; summary: string; severity: string } {
    if (request.method !== 'POST') refuse(405, 'only POST');
    if (request.path !== '/v2/enqueue') refuse(404, `no such path ${request.path}`);
    if (!/^application\/json(;|$)/.test(request.headers['content-type'] ?? '')) refuse(415, 'only application/json');
    if (Buffer.byteLength(request.bodyText) > LARGEST_BODY_BYTES) refuse(413, 'too large');
    const fault = signatureFault(request, secret, now());
    if (fault !== null) refuse(401, fault);
    if (routingKey === undefined) {
      const parsed = JsonEvent.safeParse(request.json());
      if (!parsed.success) refuse(400, z.prettifyError(parsed.error));
      const { action, dedupKey, alert } = parsed.data;
      return { key: dedupKey, action, summary: alert.title, severity: alert.severity };
    }
    const parsed = PagerDutyEvent.safeParse(request.json());
    if (!parsed.success) refuse(400, z.prettifyError(parsed.error));
    const event = parsed.data;
    if (event.routing_key !== routingKey) refuse(400, 'unknown routing_key');
    const { summary, severity } = event.event_action === 'trigger' ? event.payload : { summary: '', severity: '' };
    return { key: event.dedup_key, action: event.event_action, summary, severity };
  }

  const server: Served = await serve({
    name: 'pager',
    tls,
    faults,
    handler(request) {
      const { key, action, summary, severity } = take(request);
      const known = alerts.get(key);
      if (known === undefined && action !== 'trigger') refuse(400, `no alert ${key} to ${action}`);
      const alert = known ?? {
        status: 'triggered',
        summary,
        severity,
        received: { trigger: 0, acknowledge: 0, resolve: 0 },
      };
      alert.received[action] += 1;
      if (action === 'acknowledge' && alert.status === 'triggered') alert.status = 'acknowledged';
      if (action === 'resolve') alert.status = 'resolved';
      alerts.set(key, alert);
      return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: key } };
    },
  });
  return { url: `${server.url}/v2/enqueue`, alerts, faults, refusals, stop: () => server.stop() };
}

function signatureFault({ headers, bodyText }: SimRequest, secret: string, now: Date): string | null {
  const header = headers['x-dragoman-signature'];
  const [, seconds, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(typeof header === 'string' ? header : '') ?? [];
  if (seconds === undefined || mac === undefined) return 'no signature';
  if (Math.abs(now.getTime() / 1000 - Number(seconds)) > LONGEST_AGE_SECONDS) return 'the signature is too old';
  const expected = createHmac('sha256', secret).update(`${seconds}.${bodyText}`).digest();
  return timingSafeEqual(expected, Buffer.from(mac, 'hex')) ? null : 'the signature does not fit';
}
