import { QueryFault } from './query-fault.ts';

/** Where the next page starts, and the query it belongs to: a token does not fit any other query. */
export interface PageToken {
  skip: number;
  of: string;
}

export function writePageToken(token: PageToken): string {
  return Buffer.from(JSON.stringify([token.skip, token.of])).toString('base64url');
}

export function readPageToken(text: string, of: string): number {
  const parts = parse(text);
  if (!Array.isArray(parts) || typeof parts[0] !== 'number' || parts[1] !== of) {
    throw new QueryFault('The skip token is not valid for this query. Follow the next link as it was given.');
  }
  return parts[0];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
