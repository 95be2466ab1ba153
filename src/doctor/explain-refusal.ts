/** What to do about Entra's refusals, by their AADSTS number (Entra's page of error codes). */
const ADVICE: Readonly<Record<string, string>> = {
  '7000215': 'The client secret is wrong. Use the value of the secret, which is shown once, not its id.',
  '7000222': 'The client secret has expired. Make a new one in the app registration and set it.',
  '7000216': 'Entra was sent no secret and no assertion. Set a client secret, a certificate or a federated token.',
  '700016':
    'The application is not known in this tenant. Check the application id and the tenant id; for a tenant that is ' +
    'not its home, an administrator there has to consent to it first.',
  '90002': 'There is no such tenant. Check the tenant id, and that CLOUD is the cloud it is in.',
  '900023': 'The tenant id is not one. Set the id (a GUID) or a verified domain.',
  '700027': 'The certificate is not registered. Upload its public part to the app registration.',
  '700024': "The assertion was not valid at this time. Set this machine's clock.",
  '700211': 'No federated credential of the application has this issuer.',
  '700212': 'No federated credential of the application has this audience.',
  '700213': 'No federated credential of the application has this subject.',
  '70021': 'No federated credential of the application fits the token.',
  '500011':
    'The service has no principal in this tenant, so it is not licensed or was never used there. Check the tenant ' +
    'id and CLOUD.',
  '53003': 'A Conditional Access policy for workload identities forbids it. Exempt the application or this network.',
  '7000112': 'The application is disabled. Enable it in Entra.',
};

/** What to do about a refusal whose text names an AADSTS number, or null for one that is not known here. */
export function explainRefusal(text: string): string | null {
  const number = /\bAADSTS(\d+)\b/.exec(text)?.[1];
  return number === undefined ? null : (ADVICE[number] ?? null);
}
