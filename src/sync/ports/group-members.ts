/** Somebody in a group, as far as the directory tells; whoever it does not name (a guest, a group) has no name. */
export interface GroupMember {
  name: string | null;
  upn: string | null;
}

/** Who is in a group of a directory. */
export interface GroupMembersPort {
  /**
   * Everybody in the Entra group by object id (lower case), those in groups within it too; null when the tenant has no
   * such group. Throws RemoteError.
   */
  membersOf(groupId: string, tenantId: string): Promise<ReadonlyMap<string, GroupMember> | null>;
}
