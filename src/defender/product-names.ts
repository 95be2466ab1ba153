import { foldName, textOrNull } from '../azure/wire-text.ts';

/** What people call the services both APIs name; the older one has names of its own for some. */
const PRODUCTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    microsoftDefenderForEndpoint: 'Microsoft Defender for Endpoint',
    microsoftDefenderATP: 'Microsoft Defender for Endpoint',
    windowsDefenderATP: 'Microsoft Defender for Endpoint',
    microsoftDefenderForIdentity: 'Microsoft Defender for Identity',
    azureATP: 'Microsoft Defender for Identity',
    microsoftDefenderForCloudApps: 'Microsoft Defender for Cloud Apps',
    microsoftCloudAppSecurity: 'Microsoft Defender for Cloud Apps',
    microsoftDefenderForOffice365: 'Microsoft Defender for Office 365',
    officeATP: 'Microsoft Defender for Office 365',
    microsoft365Defender: 'Microsoft Defender XDR',
    microsoftThreatProtection: 'Microsoft Defender XDR',
    azureAdIdentityProtection: 'Microsoft Entra ID Protection',
    aadIdentityProtection: 'Microsoft Entra ID Protection',
    microsoftAppGovernance: 'App governance',
    appGovernance: 'App governance',
    dataLossPrevention: 'Microsoft Purview Data Loss Prevention',
    microsoftDataLossPrevention: 'Microsoft Purview Data Loss Prevention',
    microsoftDefenderForCloud: 'Microsoft Defender for Cloud',
    microsoftSentinel: 'Microsoft Sentinel',
    microsoftInsiderRiskManagement: 'Microsoft Purview Insider Risk Management',
    microsoftThreatIntelligence: 'Microsoft Threat Intelligence',
    microsoftSecurityForAI: 'Microsoft Security for AI',
  }).map(([name, product]) => [foldName(name), product]),
);

/** The service by the name people know; one that is not known goes by its own. */
export function productName(serviceSource: string | null | undefined): string | null {
  const name = textOrNull(serviceSource);
  const folded = foldName(name);
  if (name === null || folded === 'unknown' || folded === 'unknownfuturevalue') return null;
  return PRODUCTS.get(folded) ?? name;
}
