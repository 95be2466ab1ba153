/** Whether that is the IANA name of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    return known !== '' && /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
