/** A button as the templates take it. */
export interface Button {
  title: string;
  data: Record<string, unknown>;
}
