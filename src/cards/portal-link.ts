import type { SideView } from '../sync/incident-view.ts';

/**
 * The portals of the public, US government and China clouds. An address a side gives that leads anywhere else
 * gets no button: the sides relay what others wrote.
 */
const PORTAL_HOSTS: Readonly<Record<SideView['side'], readonly string[]>> = {
  defender: ['security.microsoft.com', 'security.microsoft.us', 'security.apps.mil'],
  sentinel: [
    'portal.azure.com',
    'portal.azure.us',
    'portal.azure.cn',
    // The unified portal shows Sentinel's incidents too.
    'security.microsoft.com',
    'security.microsoft.us',
  ],
};

/** The portal address of the incident on that side, or null when there is none to trust. */
export function portalLink(side: SideView): string | null {
  if (side.url !== null) return isPortal(side.url, PORTAL_HOSTS[side.side]) ? new URL(side.url).href : null;
  if (side.side === 'defender' && side.id !== null && /^\d{1,18}$/.test(side.id)) {
    return `https://security.microsoft.com/incident2/${side.id}/overview`;
  }
  return null;
}

function isPortal(text: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.protocol === 'https:' &&
    url.port === '' &&
    url.username === '' &&
    url.password === '' &&
    hosts.includes(url.hostname)
  );
}
