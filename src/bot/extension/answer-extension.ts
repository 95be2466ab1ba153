import { apologise } from '../apologise.ts';
import { refused, toTaskResponse } from '../reply.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';
import { addMessage } from './add-message.ts';
import { searchIncidents } from './search-incidents.ts';
import { toSearchResponse } from './search-reply.ts';
import { unfurlLink } from './unfurl-link.ts';

/** The invokes of the message extension that the manifest asks for; Teams sends it no other. */
const EXTENSION_INVOKES = [
  'composeExtension/query',
  'composeExtension/queryLink',
  'composeExtension/fetchTask',
  'composeExtension/submitAction',
] as const;
export type ExtensionInvoke = (typeof EXTENSION_INVOKES)[number];

export function isExtensionInvoke(name: string | undefined): name is ExtensionInvoke {
  return EXTENSION_INVOKES.some((one) => one === name);
}

/** The body that an invoke of the message extension is answered with, whatever becomes of it. */
export async function answerExtension(
  services: Services,
  turn: Turn,
  { name, value }: { name: ExtensionInvoke; value: unknown },
): Promise<object> {
  const isSearch = name === 'composeExtension/query' || name === 'composeExtension/queryLink';
  try {
    switch (name) {
      case 'composeExtension/query':
        return toSearchResponse(await searchIncidents(services, turn, value));
      case 'composeExtension/queryLink':
        return toSearchResponse(await unfurlLink(services, turn, value));
      case 'composeExtension/fetchTask':
        return toTaskResponse(await addMessage(services, turn, 'open', value));
      case 'composeExtension/submitAction':
        return toTaskResponse(await addMessage(services, turn, 'submit', value));
      default:
        return name satisfies never;
    }
  } catch (error) {
    const refusal = apologise(services.logger, turn, error);
    return isSearch ? toSearchResponse({ kind: 'refused', refusal }) : toTaskResponse(refused(refusal));
  }
}
