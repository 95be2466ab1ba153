/** A row of an answer, by column. Times are ISO 8601 texts. */
export type HuntRow = Readonly<Record<string, string | number | boolean | null>>;

/** Defender's advanced hunting: it only reads. */
export interface HuntingPort {
  /** Runs a KQL query over so many of the last days. Throws RemoteError. */
  run(query: string, days: number): Promise<HuntRow[]>;
}
