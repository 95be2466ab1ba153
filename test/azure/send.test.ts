import { z } from 'zod';
import { createTrafficMeter } from '../../src/sync/ports/traffic.ts';
import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import type { PipelineSettings } from '../../src/azure/pipeline.ts';
import { TokenBucket } from '../../src/azure/token-bucket.ts';
import { send } from '../../src/azure/send.ts';
import type { RemoteCall } from '../../src/azure/send.ts';
import { FakeClock } from './fake-clock.ts';
import { ScriptedHttp, scriptedPipeline } from '../support/scripted-http.ts';
import type { Exchange } from '../support/scripted-http.ts';

const url = 'https://service.test/v1.0/things/7?$top=1';
const target = '/v1.0/things/7?$top=1';
const Thing = z.object({ name: z.string() });

async function run(
  script: Omit<Exchange, 'method' | 'target'>[],
  call: Partial<RemoteCall> = {},
  settings: Partial<PipelineSettings> = {},
) {
  const method = call.method ?? 'GET';
  const http = new ScriptedHttp(script.map((reply) => ({ method, target, ...reply })));
  const meter = createTrafficMeter();
  const outcome = await send(scriptedPipeline(http, { meter, ...settings }), { method, url, ...call }, Thing).catch(
    (error: unknown) => error,
  );
  http.assertDone();
  return { http, traffic: meter.traffic, outcome };
}

async function failure(...parameters: Parameters<typeof run>): Promise<RemoteError> {
  const { outcome } = await run(...parameters);
  expect(outcome).toBeInstanceOf(RemoteError);
  return outcome as RemoteError;
}

const patch: Partial<RemoteCall> = { method: 'PATCH', body: { severity: 'high', status: 'inProgress' } };
const said = (code: string, message: string) => ({ json: { error: { code, message } } });

describe('what is sent', () => {
  test('names Dragoman, carries the token and an id to find it by, and asks for JSON', async () => {
    const { http } = await run([{ json: { name: 'x' } }]);
    const headers = http.requests[0]!.headers;
    expect(headers.get('user-agent')).toBe('dragoman/1.2.3');
    expect(headers.get('authorization')).toBe('Bearer a-secret-token');
    expect(headers.get('x-ms-client-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('accept')).toBe('application/json');
  });

  test('is counted by kind each time it leaves: retries too, a POST that asks as a read', async () => {
    expect((await run([{ status: 503 }, { fails: 'ECONNRESET' }, { json: { name: 'x' } }])).traffic).toEqual({
      reads: 3,
      writes: 0,
    });
    expect((await run([{ json: { name: 'x' } }], { method: 'POST', body: {} })).traffic).toEqual({
      reads: 0,
      writes: 1,
    });
    expect((await run([{ json: { name: 'x' } }], { method: 'POST', body: {}, isQuery: true })).traffic).toEqual({
      reads: 1,
      writes: 0,
    });
  });

  test('is not counted when there was no token to send it with', async () => {
    const credential = {
      getToken: () => Promise.reject(new Error('AADSTS7000215: Invalid client secret for app 1111')),
    };
    const { outcome, traffic } = await run([], patch, { credential });
    expect(outcome).toMatchObject({ code: 'unauthorized', inDoubt: false });
    expect((outcome as RemoteError).message).toBe('no token for https://service.test/.default: AADSTS7000215');
    expect(traffic).toEqual({ reads: 0, writes: 0 });
  });

  test('an authority that cannot be reached is no refusal', async () => {
    const credential = {
      getToken: () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })),
    };
    expect(await failure([], patch, { credential })).toMatchObject({ code: 'unreachable', inDoubt: false });
  });
});

describe('retries', () => {
  test('a read is tried three times in all, a write once', async () => {
    expect(await failure([{ status: 503 }, { status: 502 }, { status: 504 }])).toMatchObject({
      code: 'server',
      status: 504,
    });
    expect(await failure([{ status: 503 }], patch)).toMatchObject({ code: 'server', status: 503 });
    expect(await failure([{ fails: 'ECONNRESET' }], patch)).toMatchObject({ code: 'unreachable', inDoubt: true });
  });

  test('a read waits for no more than ten seconds', async () => {
    const throttled = { status: 429, headers: { 'Retry-After': '11' } };
    expect(await failure([throttled])).toMatchObject({ code: 'throttled', retryAfterSeconds: 11 });
    expect(
      (await run([{ status: 429, headers: { 'Retry-After': '0' } }, { json: { name: 'x' } }])).outcome,
    ).toMatchObject({ status: 200 });
  });

  test('what is not a passing fault is not tried again', async () => {
    expect(await failure([{ status: 500 }])).toMatchObject({ code: 'server' });
    expect(await failure([{ status: 400 }])).toMatchObject({ code: 'invalid' });
  });
});

describe('allowances', () => {
  test('a 429 closes the bucket, and the next request is refused before it is sent', async () => {
    const bucket = new TokenBucket({ capacity: 9, refillPerSecond: 1 }, new FakeClock());
    const allowances = { read: [bucket], write: [bucket] };
    await failure([{ status: 429, headers: { 'Retry-After': '60' } }], patch, { allowances });
    expect(await failure([], patch, { allowances })).toMatchObject({
      code: 'throttled',
      retryAfterSeconds: 60,
      inDoubt: false,
    });
  });
});

describe('a service that is down', () => {
  const open = () => new TokenBucket({ capacity: 9, refillPerSecond: 1 }, new FakeClock());

  test('is left alone for as long as it says, by everybody', async () => {
    const bucket = open();
    const allowances = { read: [bucket], write: [bucket] };
    await failure([{ status: 503, headers: { 'Retry-After': '60' } }], {}, { allowances });
    expect(await failure([], patch, { allowances })).toMatchObject({ code: 'throttled', retryAfterSeconds: 60 });
  });

  test('is asked by others where it does not say', async () => {
    const bucket = open();
    await failure([{ status: 503 }], patch, { allowances: { read: [bucket], write: [bucket] } });
    expect(bucket.left()).toBe(8);
  });
});

describe('statuses', () => {
  test.each([
    [400, 'invalid', false],
    [401, 'unauthorized', false],
    [403, 'forbidden', false],
    [404, 'notFound', false],
    [405, 'invalid', false],
    [409, 'server', false],
    [413, 'invalid', false],
    [422, 'invalid', false],
    [429, 'throttled', false],
    [500, 'server', true],
    [501, 'server', false],
    [502, 'server', true],
    [503, 'server', false],
    [504, 'server', true],
    [302, 'unreadable', false],
  ])('%i to a write is %s, in doubt: %s', async (status, code, inDoubt) => {
    expect(await failure([{ status, ...said('Code', 'words') }], patch)).toMatchObject({ code, status, inDoubt });
  });

  test('a redirect is not followed', async () => {
    const { http, outcome } = await run([{ status: 307, headers: { Location: 'https://elsewhere.test/' } }]);
    expect(http.requests).toHaveLength(1);
    expect(outcome).toMatchObject({ code: 'unreadable' });
  });

  test.each([
    ['ECONNREFUSED', false],
    ['ENOTFOUND', false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', false],
    ['SELF_SIGNED_CERT_IN_CHAIN', false],
    ['ECONNRESET', true],
    ['ETIMEDOUT', true],
  ])('%s under a write leaves it in doubt: %s', async (fails, inDoubt) => {
    expect(await failure([{ fails }], patch)).toMatchObject({ code: 'unreachable', inDoubt });
  });

  test('silence is unreachable, and a write left in doubt', async () => {
    const error = await failure([{ hangs: true }], patch, { requestTimeoutSeconds: 0.02 });
    expect(error).toMatchObject({ code: 'unreachable', inDoubt: true });
    expect(error.message).toBe('PATCH /v1.0/things/7 got no answer: no answer within 0.02 s');
  });

  test('how long to wait is read from seconds, from a date and from the body', async () => {
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    expect((await failure([{ status: 429, headers: { 'Retry-After': '17' } }], patch)).retryAfterSeconds).toBe(17);
    expect(
      (await failure([{ status: 429, headers: { 'Retry-After': inAMinute } }], patch)).retryAfterSeconds,
    ).toBeGreaterThan(57);
    expect(
      (await failure([{ status: 429, ...said('Quota', 'Try again in 25 seconds.') }], patch)).retryAfterSeconds,
    ).toBe(25);
    expect((await failure([{ status: 429 }], patch)).retryAfterSeconds).toBeNull();
  });

  test.each([
    ['0', null],
    ['-5', null],
    ['soon', null],
    ['Thu, 01 Jan 1970 00:00:00 GMT', null],
    ['315360000', 3600],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 3600],
    ['99999999999999999999999', 3600],
  ])('a wait of %s is one of %s seconds', async (header, seconds) => {
    const answer = { status: 429, headers: { 'Retry-After': header } };
    expect((await failure([answer], patch)).retryAfterSeconds).toBe(seconds);
  });
});

describe('refusals', () => {
  test.each([
    ["Property 'severity' cannot be updated.", 'severity'],
    ["The property 'severity' does not exist on type 'microsoft.graph.security.incident'.", 'severity'],
    ["Cannot convert the literal 'inProgress' to the expected type 'incidentStatus'.", 'status'],
    ['Severity is not writable.', 'severity'],
    ['The request failed with status code 400.', null],
    ['Something else is wrong.', null],
  ])('%s is about %s', async (message, property) => {
    expect((await failure([{ status: 400, ...said('BadRequest', message) }], patch)).property).toBe(property);
  });

  test('Sentinel names what is one level down', async () => {
    const put = { method: 'PUT', body: { etag: 'e', properties: { owner: {}, title: 'x' } } } as const;
    const reply = { status: 400, ...said('BadRequest', "Property 'owner.objectId' is required, says the 'owner'.") };
    expect((await failure([reply], put)).property).toBe('owner');
  });

  test.each([
    [{ error: { code: 400, message: 'too long' } }, '400: too long'],
    [{ error: { code: null, message: 'too long' } }, 'too long'],
    [{ error: 'BadRequest', error_description: 'too long' }, 'BadRequest: too long'],
    [{ code: 'BadRequest', message: 'too long' }, 'BadRequest: too long'],
    [{ Message: 'too long' }, 'too long'],
    [{ type: 'about:blank', title: 'Bad', detail: 'too long' }, 'Bad: too long'],
    [{ error: { code: { a: 1 }, message: ['x'] } }, ''],
    [{ errors: ['too long'] }, ''],
    ['too long', ''],
    [null, ''],
  ])('%j is told as "%s"', async (json, words) => {
    const { message, code } = await failure([{ status: 400, json }], patch);
    expect([code, message]).toEqual(['invalid', `PATCH /v1.0/things/7 was answered HTTP 400 ${words}`.trim()]);
  });

  test('an error in a success is one whatever its code is made of', async () => {
    const json = { name: 'x', error: { code: 500, message: 'later' } };
    expect(await failure([{ status: 200, json }], patch)).toMatchObject({
      code: 'unreadable',
      message: expect.stringMatching(/an error in the body \(500: later\)/) as string,
    });
  });

  test('the message says what, where and what came, on one line and cut, without secrets', async () => {
    const message = `no\u202e way\n${'x'.repeat(500)} eyJhbGciOi.abc.def`;
    const error = await failure([{ status: 400, ...said('Bad', `Bearer abc.def ${message}`) }], patch);
    expect(error.message).toMatch(/^PATCH \/v1\.0\/things\/7 was answered HTTP 400 Bad: Bearer \[token\] no way x+…$/);
    expect(error.message.length).toBeLessThan(400);
  });
});

describe('answers that are not what the contract promises', () => {
  test.each([
    ['a web page', { text: '<html>Sign in</html>', headers: { 'Content-Type': 'text/html' } }, /web page/],
    ['half an answer', { text: '{"name":"x' }, /not JSON/],
    ['nothing', { text: '' }, /unexpected body/],
    ['another shape', { json: { name: 7 } }, /name: /],
    ['an error in a success', said('Oops', 'failed inside'), /an error in the body \(Oops: failed inside\)/],
  ])('%s is unreadable, and a write then in doubt', async (_, reply, words) => {
    const error = await failure([reply], patch);
    expect(error).toMatchObject({ code: 'unreadable', inDoubt: true, status: 200 });
    expect(error.message).toMatch(words);
    expect(await failure([reply])).toMatchObject({ code: 'unreadable', inDoubt: false });
  });

  test('an endless answer is read no further than the limit', async () => {
    const error = await failure([{ json: { name: 'x'.repeat(5000) } }], patch, { responseLimitBytes: 1000 });
    expect(error).toMatchObject({ code: 'unreadable', inDoubt: true });
  });
});

test('the log tells each request without token, body or the values of filters', async () => {
  const lines: string[] = [];
  const note = (details: unknown, message: string) => void lines.push(`${message} ${JSON.stringify(details)}`);
  await run(
    [{ status: 503 }, { json: { name: 'x' }, headers: { 'request-id': 'r-1' } }],
    {},
    { logger: { debug: note, warn: note } },
  );
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^remote request failed .*"status":503/);
  expect(lines[1]).toMatch(/"request":"GET \/v1.0\/things\/7".*"query":"\$top=1".*"request-id":"r-1"/);
  expect(lines.join()).not.toMatch(/secret/);
});
