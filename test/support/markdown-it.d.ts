/** markdown-it comes without types; these are the parts the escape test uses. */
declare module 'markdown-it' {
  interface Ruler {
    enableOnly(rules: string[]): void;
  }
  export default class MarkdownIt {
    constructor(options?: { html?: boolean; linkify?: boolean });
    linkify: { set(options: { fuzzyLink?: boolean; fuzzyEmail?: boolean; fuzzyIP?: boolean }): void };
    block: { ruler: Ruler };
    inline: { ruler: Ruler };
    render(text: string): string;
  }
}
