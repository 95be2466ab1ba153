/** The buttons that leaf through a list; `data` is what they carry besides the offset. */
export function pageButtons<T extends object>(
  data: T,
  { offset, total, size }: { offset: number; total: number; size: number },
): { title: string; data: T & { offset: number } }[] {
  const to = (title: string, first: number) => ({ title, data: { ...data, offset: first } });
  const previous = offset > 0 ? [to('Previous', Math.max(0, offset - size))] : [];
  const next = offset + size < total ? [to('Next', offset + size)] : [];
  return [...previous, ...next];
}
