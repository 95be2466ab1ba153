/** Columns of the advanced hunting schema, as far as the simulated tables have them. */
export type ColumnType = 'datetime' | 'string' | 'long';
export type HuntingEvent = Readonly<Record<string, string | number>>;

const TIME = { Timestamp: 'datetime' } as const;
const DEVICE = { ...TIME, DeviceId: 'string', DeviceName: 'string', ActionType: 'string' } as const;

export const TABLES: Readonly<Record<string, Readonly<Record<string, ColumnType>>>> = {
  DeviceLogonEvents: { ...DEVICE, AccountName: 'string', AccountDomain: 'string', LogonType: 'string' },
  DeviceNetworkEvents: { ...DEVICE, RemoteIP: 'string', RemotePort: 'long', RemoteUrl: 'string' },
  DeviceFileEvents: {
    ...DEVICE,
    FileName: 'string',
    FolderPath: 'string',
    SHA1: 'string',
    SHA256: 'string',
    MD5: 'string',
  },
  IdentityLogonEvents: {
    ...TIME,
    ActionType: 'string',
    AccountUpn: 'string',
    Application: 'string',
    IPAddress: 'string',
    DeviceName: 'string',
  },
};

/** What happened in one tenant, by table. */
export class HuntingEvents {
  readonly #events = new Map<string, HuntingEvent[]>();

  /** Throws for a table or a column there is none of. */
  add(table: string, event: HuntingEvent): void {
    const columns = TABLES[table];
    if (columns === undefined) throw new Error(`Advanced hunting has no table ${table} here.`);
    for (const [name, value] of Object.entries(event)) {
      const type = columns[name];
      if (type === undefined) throw new Error(`${table} has no column ${name}.`);
      if ((type === 'long') !== (typeof value === 'number')) throw new Error(`${table}.${name} is a ${type}.`);
    }
    if (typeof event['Timestamp'] !== 'string') throw new Error('An event needs a Timestamp.');
    this.#events.set(table, [...this.of(table), event]);
  }

  of(table: string): readonly HuntingEvent[] {
    return this.#events.get(table) ?? [];
  }
}
