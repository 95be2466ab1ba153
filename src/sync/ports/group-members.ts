/** Who is in a group of a directory. */
export interface GroupMembersPort {
  /**
   * Object ids (lower case) of everybody in the Entra group, those in groups within it too; null when the tenant has
   * no such group. Throws RemoteError.
   */
  membersOf(groupId: string, tenantId: string): Promise<ReadonlySet<string> | null>;
}
