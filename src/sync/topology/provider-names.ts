/**
 * How Sentinel calls the maker (`providerName`) of an incident that Microsoft's own sync brought in: the name after a
 * workspace is onboarded to the Defender portal, and the two of the connector's earlier days.
 */
export const MICROSOFT_PROVIDERS = ['Microsoft XDR', 'Microsoft 365 Defender', 'Microsoft Defender XDR'] as const;

/** Whether `providerName` says that Microsoft's own sync made the incident. Compared without case. */
export function isMicrosoftProvider(providerName: string): boolean {
  const name = providerName.trim().toLowerCase();
  return MICROSOFT_PROVIDERS.some((known) => known.toLowerCase() === name);
}
