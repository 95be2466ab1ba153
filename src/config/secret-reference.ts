import { readFileSync } from 'node:fs';
import { errorCodeOf } from './error-code-of.ts';
import { Secret } from './secret.ts';

/** Where a connection's client secret is, instead of what it is. */
export const SECRET_REFERENCES = ['AZURE_CLIENT_SECRET_VARIABLE', 'AZURE_CLIENT_SECRET_FILE'] as const;
export type SecretReference = (typeof SECRET_REFERENCES)[number];

export const REFERENCE_ACCEPTED: Record<SecretReference, string> = {
  AZURE_CLIENT_SECRET_VARIABLE: 'the name of an environment variable that holds the client secret',
  AZURE_CLIENT_SECRET_FILE: 'the path of a file that holds nothing but the client secret',
};

export function isSecretReference(key: string): key is SecretReference {
  return (SECRET_REFERENCES as readonly string[]).includes(key);
}

/** The secret behind a reference, or what is wrong with that. */
export function followReference(
  kind: SecretReference,
  reference: string,
  env: Record<string, string | undefined>,
): Secret | { wrong: string } {
  try {
    const text = kind === 'AZURE_CLIENT_SECRET_FILE' ? readFileSync(reference, 'utf8') : (env[reference] ?? '');
    return text.trim() === '' ? { wrong: 'which holds nothing' } : new Secret(text.trim());
  } catch (error) {
    return { wrong: `which cannot be read (${errorCodeOf(error)})` };
  }
}
