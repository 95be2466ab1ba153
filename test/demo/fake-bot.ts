/* A stand-in for the real bot while the page is being made: run as its own process with the demo's environment. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { CardFactory, CloudAdapter, ConfigurationBotFrameworkAuthentication, TeamsActivityHandler, TurnContext } from 'botbuilder';
import { MsalServiceClientCredentialsFactory } from 'botframework-connector';

const env = process.env as Record<string, string>;
const authority = `${env['AZURE_AUTHORITY_HOST']}/${env['AZURE_TENANT_ID']}`;

async function token(id: string, secret: string, scope: string) {
  const response = await fetch(`${authority}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: id, client_secret: secret, grant_type: 'client_credentials', scope }),
  });
  return ((await response.json()) as any).access_token as string;
}
const azure = (scope: string) => token(env['AZURE_CLIENT_ID']!, env['AZURE_CLIENT_SECRET']!, scope);
async function call(method: string, url: string, scope: string, body?: unknown) {
  const response = await fetch(url, {
    method,
    headers: { Authorization: `Bearer ${await azure(scope)}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json: any = await response.json();
  if (!response.ok) throw new Error(`${method} ${url} ${response.status} ${JSON.stringify(json)}`);
  return json;
}
const graph = (method: string, path: string, body?: unknown) =>
  call(method, `${env['GRAPH_ENDPOINT']}/v1.0/security/${path}`, 'https://graph.microsoft.com/.default', body);
const workspace = `/subscriptions/${env['SENTINEL_SUBSCRIPTION_ID']}/resourceGroups/${env['SENTINEL_RESOURCE_GROUP']}/providers/Microsoft.OperationalInsights/workspaces/${env['SENTINEL_WORKSPACE']}/providers/Microsoft.SecurityInsights`;
const arm = (method: string, path: string, body?: unknown) =>
  call(method, `${env['ARM_ENDPOINT']}${workspace}/${path}?api-version=2025-09-01`, 'https://management.azure.com/.default', body);

const tokens = { acquireTokenByClientCredential: async () => ({ accessToken: await token(env['MicrosoftAppId']!, env['MicrosoftAppPassword']!, 'https://api.botframework.com/.default'), expiresOn: new Date(Date.now() + 3e6) }) };
const adapter = new CloudAdapter(
  new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: env['MicrosoftAppId'],
      MicrosoftAppTenantId: env['MicrosoftAppTenantId'],
      ToChannelFromBotLoginUrl: authority,
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      ToBotFromChannelTokenIssuer: env['BOT_TOKEN_ISSUER'],
      OAuthUrl: 'https://api.botframework.com',
      ToBotFromChannelOpenIdMetadataUrl: env['BOT_OPENID_METADATA_URL'],
      ToBotFromEmulatorOpenIdMetadataUrl: env['BOT_OPENID_METADATA_URL'],
      CallerId: 'urn:botframework:azure',
      ValidateAuthority: 'true',
    } as never,
    new MsalServiceClientCredentialsFactory(env['MicrosoftAppId']!, tokens as never),
  ),
);
adapter.onTurnError = async (_context, error) => console.error(error);

interface Linked { n: number; defender: any; sentinel: string; card: any; ref?: any; log: string[] }
const links = new Map<string, Linked>();
let bound: any;

const cardOf = (link: Linked) => {
  const { defender: d, n } = link;
  const data = (verb: string) => ({ verb, incident: n });
  const form = (verb: string, title: string) => ({ type: 'Action.Submit', title, data: { ...data(verb), msteams: { type: 'task/fetch' } } });
  const isClosed = d.status === 'resolved';
  const style = d.severity === 'high' ? 'attention' : d.severity === 'medium' ? 'warning' : 'good';
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    refresh: { action: { type: 'Action.Execute', verb: 'refresh', data: data('refresh') }, userIds: [] },
    body: [
      { type: 'TextBlock', size: 'small', weight: 'bolder', color: style, text: `${({ high: '▲▲ HIGH', medium: '▲ MEDIUM', low: '▽ LOW' } as any)[d.severity] ?? '· INFO'} · #${n}` },
      { type: 'TextBlock', size: 'large', weight: 'bolder', wrap: true, text: d.displayName.slice(0, 90) },
      { type: 'FactSet', facts: [{ title: 'Status', value: d.status }, { title: 'Owner', value: d.assignedTo ?? 'Nobody' }, { title: 'Tags', value: d.customTags.join(', ') || 'None' }] },
      { type: 'TextBlock', wrap: true, isSubtle: true, size: 'small', text: 'Defender ok, Sentinel ok' },
      { type: 'ActionSet', actions: isClosed ? [form('reopen', 'Reopen')] : [{ type: 'Action.Execute', title: 'Assign to me', verb: 'assignToMe', style: 'positive', data: data('assignToMe'), fallback: { type: 'Action.Submit', title: 'Assign to me', data: data('assignToMe') } }, form('tag', 'Tag'), form('comment', 'Comment'), form('close', 'Close')] },
      { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: 'Open in Defender', url: d.incidentWebUrl }] },
    ],
  };
};
const message = (link: Linked) => ({ type: 'message', summary: `${link.defender.severity.toUpperCase()} #${link.n} ${link.defender.displayName}`, attachments: [CardFactory.adaptiveCard(cardOf(link))] });

async function update(context: TurnContext, link: Linked) {
  link.defender = await graph('GET', `incidents/${link.defender.id}`);
  const reference = { ...link.ref, bot: context.activity.recipient };
  setTimeout(() => void adapter.continueConversationAsync(env['MicrosoftAppId']!, reference, async (turn) => { await turn.updateActivity({ ...message(link), id: link.card } as any); }), 300);
}
const toSentinel: any = { status: { active: 'New', inProgress: 'Active', resolved: 'Closed' }, severity: { high: 'High', medium: 'Medium', low: 'Low', informational: 'Informational' } };
async function putTwin(link: Linked, more = {}) {
  const d = link.defender;
  const present = await arm('GET', `incidents/${link.sentinel}`).catch(() => undefined);
  await arm('PUT', `incidents/${link.sentinel}`, { ...(present ? { etag: present.etag } : {}), properties: { title: d.displayName, severity: toSentinel.severity[d.severity], status: toSentinel.status[d.status], labels: d.customTags.map((labelName: string) => ({ labelName })), ...more } });
}
async function cycle(context: TurnContext) {
  const { value } = await graph('GET', 'incidents');
  for (const d of value) {
    if (links.has(d.id)) continue;
    const link: Linked = { n: links.size + 1, defender: d, sentinel: randomUUID(), card: '', log: [] };
    links.set(d.id, link);
    await putTwin(link);
    const body = { isGroup: true, channelData: { channel: { id: bound.channel } }, activity: message(link) };
    await adapter.createConversationAsync(env['MicrosoftAppId']!, 'msteams', context.activity.serviceUrl, 'https://api.botframework.com', body as never, async (turn) => {
      link.ref = TurnContext.getConversationReference(turn.activity);
      link.card = turn.activity.conversation.id.split('messageid=')[1];
    });
  }
}
const asMessage = (value: string) => ({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value });
const closeForm = (data: any) => ({ type: 'AdaptiveCard', version: '1.5', body: [
  data.classification === undefined
    ? { type: 'Input.ChoiceSet', id: 'classification', style: 'expanded', label: 'Classification', isRequired: true, errorMessage: 'Choose a classification.', choices: [['True positive', 'truePositive'], ['False positive', 'falsePositive']].map(([title, value]) => ({ title, value })) }
    : { type: 'Input.ChoiceSet', id: 'determination', style: 'expanded', label: 'Determination', isRequired: true, errorMessage: 'Choose a determination.', choices: [['Phishing', 'phishing'], ['Malware', 'malware']].map(([title, value]) => ({ title, value })) },
  { type: 'Input.Text', id: 'comment', label: 'Closing note', isMultiline: true },
], actions: [{ type: 'Action.Submit', title: 'Close', style: 'destructive', data: { ...data, msteams: undefined } }] });

class Bot extends TeamsActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context) => {
      const text = TurnContext.removeRecipientMention(context.activity).trim();
      if (text.startsWith('bind')) {
        bound = { channel: context.activity.channelData.channel.id };
        await context.sendActivity('Incidents are posted here from now on. Every incident, *without a rule*.');
      } else if (text === 'sync now') {
        await cycle(context);
        await context.sendActivity('Synced. Defender and Sentinel agree.');
      } else if (text.startsWith('grant')) await context.sendActivity('Raj Patel is a responder now.');
      else await context.sendActivity(`I don't know "${text}". Try **help**.`);
    });
  }
  protected override async onInvokeActivity(context: TurnContext): Promise<any> {
    const { name, value, from } = context.activity;
    const data = value.action?.data ?? value.data;
    const link = [...links.values()].find((one) => one.n === data.incident)!;
    if (name === 'adaptiveCard/action') {
      if (value.trigger === 'automatic' || data.verb === 'refresh') return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: cardOf(link) } };
      if (from.name.startsWith('Sam')) return { status: 200, body: asMessage('Guests may not act on incidents.') };
      const upn = `${from.name.replace(' ', '.').toLowerCase()}@contoso.example`;
      await graph('PATCH', `incidents/${link.defender.id}`, { assignedTo: upn, status: 'inProgress' });
      await update(context, link);
      await putTwin(link, { owner: { objectId: from.aadObjectId } });
      return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: cardOf(link) } };
    }
    if (name === 'task/fetch') {
      if (from.name.startsWith('Sam')) return { status: 200, body: { task: { type: 'message', value: 'Guests may not act on incidents.' } } };
      return { status: 200, body: { task: { type: 'continue', value: { title: `Close #${link.n}`, card: CardFactory.adaptiveCard(closeForm(data)) } } } };
    }
    if (data.determination === undefined) return { status: 200, body: { task: { type: 'continue', value: { title: `Close #${link.n}`, card: CardFactory.adaptiveCard(closeForm(data)) } } } };
    await graph('PATCH', `incidents/${link.defender.id}`, { status: 'resolved', classification: data.classification, determination: data.determination });
    await update(context, link);
    await putTwin(link, data.classification === 'truePositive' ? { classification: 'TruePositive', classificationReason: 'SuspiciousActivity' } : { classification: 'FalsePositive', classificationReason: 'IncorrectAlertLogic' });
    return { status: 200, body: { task: { type: 'message', value: `#${link.n} is closed in both systems.` } } };
  }
}
const handler = new Bot();
const server = createServer((request, response) => {
  if (request.url === '/readyz') return void response.end('{}');
  let text = '';
  request.on('data', (chunk) => (text += chunk));
  request.on('end', () => {
    const answer = { status: (code: number) => void (response.statusCode = code), header: (n: string, v: string) => void response.setHeader(n, v), send: (body: unknown) => void response.write(typeof body === 'string' ? body : JSON.stringify(body)), end: () => void response.end() };
    void adapter.process(Object.assign(request, { body: JSON.parse(text) }) as never, answer as never, (context) => handler.run(context));
  });
});
server.listen(Number(env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
