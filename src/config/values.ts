import { validate } from 'node-cron';
import { z } from 'zod';
import { isTimeZone } from '../schedule/is-time-zone.ts';
import { durationSeconds } from './duration.ts';
import { Secret } from './secret.ts';

/** The kinds of value a variable can hold; each reads the text of the environment. */

/** A GUID, lower case, since Entra compares ids that way. */
export const guid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i)
  .toLowerCase();

export const guidList = z.string().transform(splitList).pipe(z.array(guid).min(1));

export const secret = z.string().transform((value) => new Secret(value));

/** At least 16 characters: it keys an HMAC. */
export const longSecret = z
  .string()
  .min(16)
  .transform((value) => new Secret(value));

/** An address that may carry a token, so it is a secret too: https, or http on a loopback address. */
export const webhookUrl = z
  .string()
  .refine((text) => {
    const url = parse(text);
    if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  })
  .transform((value) => new Secret(value));

/** At least 16 characters each: they key an HMAC. */
export const secretList = z
  .string()
  .transform(splitList)
  .pipe(z.array(z.string().min(16)).min(1))
  .transform((values) => values.map((value) => new Secret(value)));

/** An https address without query or fragment, and without a trailing slash. */
export const httpsUrl = z.string().refine(isHttps).transform(withoutTrailingSlash);

/** Like `httpsUrl`, and plain http on a loopback address: keys served by a process on this machine. */
export const httpsOrLoopbackUrl = z
  .string()
  .refine((text) => isHttps(text) || isLoopbackHttp(text))
  .transform(withoutTrailingSlash);

/** The https address of a page people read. */
export const httpsPage = z.url({ protocol: /^https$/ }).max(2_048);

/** A name people see: one line. */
export const label = (most: number, error = `at most ${most} characters`) =>
  z
    .string({ error })
    .max(most, { error })
    .regex(/^[^\p{Cc}\p{Cf}]+$/u, { error });

const hostName = z.string().regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/);

export const hostList = z
  .string()
  .transform((text) => splitList(text.toLowerCase()))
  .pipe(z.array(hostName).min(1));

/** A whole number from `least` to `most`. */
export const wholeNumber = (least: number, most: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(least).max(most));

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** An ISO 8601 duration, as seconds. */
export const duration = z.string().transform((text, context) => {
  const seconds = durationSeconds(text);
  if (seconds !== null && seconds > 0) return seconds;
  context.addIssue({ code: 'custom', message: 'not a duration' });
  return z.NEVER;
});

/** When something is to happen, in the time zone of the people. */
export const cronExpression = z.string().refine(validate);

const CRON_FIELD = /^(\*|[a-z\d]+(-[a-z\d]+)?)(\/[1-9]\d*)?(,(\*|[a-z\d]+(-[a-z\d]+)?)(\/[1-9]\d*)?)*$/i;

/** Like `cronExpression`, of plain fields only: the times it drew in the past are looked up too. */
export const calendarTimes = cronExpression.refine((text) =>
  text
    .trim()
    .split(/\s+/)
    .every((field) => CRON_FIELD.test(field)),
);

/** Where Teams posts: a channel or a group chat, never a thread of it. */
export const conversationId = z.string().regex(/^19:[^\s;@]+@thread\.(tacv2|skype|v2)$/);

/** Channels, group chats and people, told apart. */
export const targets = z
  .string()
  .transform(splitList)
  .pipe(z.array(z.union([conversationId, guid])).min(1))
  .transform((ids) => ({
    channels: ids.filter((id) => id.startsWith('19:')),
    people: ids.filter((id) => !id.startsWith('19:')),
  }));

const Role = z.enum(['viewer', 'responder', 'manager', 'lead', 'admin']);

/** `role=groupId` pairs; a role may have several groups, and a group several roles. */
export const roleGroups = z
  .string()
  .transform((text) => splitList(text).map((pair) => pair.split('=').map((part) => part.trim())))
  .pipe(z.array(z.tuple([Role, guid])).min(1))
  .transform((pairs) => pairs.map(([role, groupId]) => ({ role, groupId })));

export const timeZone = z.string().refine(isTimeZone);

/** Whether a host name or address can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function isHttps(text: string): boolean {
  const url = parse(text);
  return url?.protocol === 'https:' && isBare(url);
}

function isLoopbackHttp(text: string): boolean {
  const url = parse(text);
  return url?.protocol === 'http:' && isBare(url) && isLoopback(url.hostname);
}

function isBare(url: URL): boolean {
  return url.search === '' && url.hash === '' && url.username === '' && url.password === '';
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function withoutTrailingSlash(text: string): string {
  return text.replace(/\/+$/, '');
}
