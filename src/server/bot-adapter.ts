import { CloudAdapter } from 'botbuilder';
import type { InvokeResponse, TurnContext } from 'botbuilder';
import type { AuthenticateRequestResult, BotFrameworkAuthentication } from 'botframework-connector';
import type { Activity } from 'botframework-schema';
import { z } from 'zod';
import { HttpFault } from './http-fault.ts';

export interface BotAdapterOptions {
  authentication: BotFrameworkAuthentication;
  /** The only issuer tokens are taken from; null while running without authentication. */
  issuer: string | null;
}

/**
 * The SDK's adapter, opened up between checking the token and running the turn: its own way in answers a bad
 * signature algorithm with a 500, and prints what it should log.
 */
export class BotAdapter extends CloudAdapter {
  readonly #authentication: BotFrameworkAuthentication;
  readonly #issuer: string | null;

  constructor({ authentication, issuer }: BotAdapterOptions) {
    super(authentication);
    this.#authentication = authentication;
    this.#issuer = issuer;
  }

  /** @throws HttpFault 401, whatever is wrong with the token */
  async authenticate(activity: Activity, header: string): Promise<AuthenticateRequestResult> {
    if (this.#issuer === null) return this.#authentication.authenticateRequest(activity, header);
    if (!looksLikeOurs(header, this.#issuer)) throw unauthorised();
    let result: AuthenticateRequestResult;
    try {
      result = await this.#authentication.authenticateRequest(activity, header);
    } catch (error) {
      throw unauthorised(error);
    }
    const { claimsIdentity } = result;
    // The SDK has other ways in, for emulators and skills; whoever came by one of them is not Teams.
    const isTeams = claimsIdentity.isAuthenticated && claimsIdentity.getClaimValue('iss') === this.#issuer;
    if (!isTeams || claimsIdentity.getClaimValue('serviceurl') !== activity.serviceUrl) throw unauthorised();
    return result;
  }

  /** Runs the turn; returns what an invoke is answered with. */
  runTurn(
    authenticated: AuthenticateRequestResult,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authenticated, activity, logic);
  }
}

const Header = z.object({ alg: z.string().regex(/^RS(256|384|512)$/) });
const Claims = z.object({ iss: z.string() });

/** Cheap and unverified: keeps what cannot be a token from Teams away from the SDK, which logs and remembers it. */
function looksLikeOurs(authorization: string, issuer: string): boolean {
  const [, header, claims] = /^Bearer ([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(authorization) ?? [];
  const isSigned = Header.safeParse(decode(header)).success;
  return isSigned && Claims.safeParse(decode(claims)).data?.iss === issuer;
}

function decode(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function unauthorised(cause?: unknown): HttpFault {
  return new HttpFault(401, 'unauthorised', 'The token is missing or not valid here.', cause);
}
