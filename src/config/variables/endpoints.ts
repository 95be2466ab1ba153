import { z } from 'zod';
import { about, anHttpsUrl } from '../about.ts';
import * as values from '../values.ts';

const group = 'Endpoints (other clouds, simulators)';

/** Which of Microsoft's clouds, and what stands elsewhere. */
export const endpointVariables = {
  CLOUD: z.enum(['public', 'usgov', 'usgovhigh', 'china']).default('public').register(about, {
    group,
    summary: "Which of Microsoft's clouds; token scopes follow it.",
    accepted: 'public, usgov, usgovhigh or china',
    default: 'public',
  }),
  GRAPH_ENDPOINT: values.httpsUrl.optional().register(about, {
    group,
    summary: 'Microsoft Graph, without a version; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  ARM_ENDPOINT: values.httpsUrl.optional().register(about, {
    group,
    summary: 'Azure Resource Manager; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  DEFENDER_API: z.enum(['graph', 'legacy']).default('graph').register(about, {
    group,
    summary:
      'Which of the Defender APIs is used. `legacy` is the older one, which takes no severity and no closing note.',
    accepted: 'graph or legacy',
    default: 'graph',
  }),
  DEFENDER_ENDPOINT: values.httpsUrl.optional().register(about, {
    group,
    summary: 'The older Defender API, without `/api`, such as a regional host; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  BOT_OPENID_METADATA_URL: values.httpsOrLoopbackUrl.optional().register(about, {
    group,
    summary: 'Where the keys of inbound tokens are published; follows CLOUD when not set.',
    accepted: `${anHttpsUrl}, or http on a loopback address`,
  }),
  BOT_TOKEN_ISSUER: values.httpsUrl.optional().register(about, {
    group,
    summary: 'Issuer of inbound tokens; follows CLOUD when not set.',
    accepted: anHttpsUrl,
  }),
  BOT_SERVICE_HOSTS: values.hostList.optional().register(about, {
    group,
    summary: "Hosts that may speak for Teams besides Microsoft's own.",
    accepted: 'host names without ports, comma separated',
  }),
};
