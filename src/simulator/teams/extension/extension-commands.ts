import type { JsonObject } from '../json.ts';
import { objectAt, objectsAt, textAt } from '../json.ts';

/** What the manifest of an app says of its message extension: Teams asks the bot about nothing else. */
export interface ExtensionCommands {
  searches: { id: string; parameter: string; initialRun: boolean }[];
  /** Actions on a message that open a form the bot makes. */
  messageActions: string[];
  linkDomains: string[];
}

/** Reads them from a manifest; empty where it has no message extension. */
export function extensionCommands(manifest: JsonObject): ExtensionCommands {
  const [extension = {}] = objectsAt(manifest, 'composeExtensions');
  const commands = objectsAt(extension, 'commands');
  const isOn = (command: JsonObject, context: string) =>
    Array.isArray(command.context) ? command.context.includes(context) : context !== 'message';
  return {
    searches: commands
      .filter((command) => (textAt(command, 'type') ?? 'query') === 'query' && isOn(command, 'compose'))
      .map((command) => ({
        id: textAt(command, 'id') ?? '',
        parameter: textAt(objectsAt(command, 'parameters')[0] ?? {}, 'name') ?? '',
        initialRun: command.initialRun === true,
      })),
    messageActions: commands
      .filter((command) => command.type === 'action' && command.fetchTask === true && isOn(command, 'message'))
      .map((command) => textAt(command, 'id') ?? ''),
    linkDomains: objectsAt(extension, 'messageHandlers')
      .filter((handler) => handler.type === 'link')
      .flatMap((handler) => objectAt(handler, 'value').domains)
      .filter((domain) => typeof domain === 'string'),
  };
}
