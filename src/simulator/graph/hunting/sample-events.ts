import type { DefenderPortal } from '../defender-portal.ts';
import type { HuntingEvent } from './tables.ts';

const laptop = { DeviceName: 'fin-laptop-07.contoso.example' };
const server = { DeviceName: 'srv-files-02.contoso.example' };
const beacon = { ...laptop, ActionType: 'ConnectionSuccess', RemotePort: 443 };
const failed = { ActionType: 'LogonFailed', AccountUpn: 'lee.okafor@contoso.example', IPAddress: '203.0.113.77' };

/** What else happened around the sample incidents, for whoever hunts in a demo. */
const EVENTS: readonly (readonly [table: string, times: number, event: HuntingEvent])[] = [
  ['DeviceLogonEvents', 12, { ...laptop, AccountName: 'mira.sorensen', LogonType: 'Interactive' }],
  ['DeviceLogonEvents', 1, { ...laptop, AccountName: 'svc_backup', LogonType: 'RemoteInteractive' }],
  ['DeviceLogonEvents', 3, { ...server, AccountName: 'svc_backup', LogonType: 'Network' }],
  ['DeviceNetworkEvents', 40, { ...beacon, RemoteIP: '198.51.100.23', RemoteUrl: 'cdn-updates.example.net' }],
  ['DeviceNetworkEvents', 2, { ...server, RemotePort: 443, RemoteIP: '198.51.100.23', RemoteUrl: '' }],
  ['IdentityLogonEvents', 27, { ...failed, Application: 'Office 365' }],
  ['IdentityLogonEvents', 1, { ...failed, ActionType: 'LogonSuccess', Application: 'Office 365' }],
];

/** Lets them happen now. */
export function addSampleEvents(defender: DefenderPortal): void {
  for (const [table, times, event] of EVENTS)
    for (let time = 0; time < times; time += 1) defender.addEvent(table, event);
}
